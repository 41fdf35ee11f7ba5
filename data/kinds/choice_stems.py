"""What words for a state, a decision or a step have in common, in many languages: (value, pattern)
pairs, the first that is found in a cell. Exact words come before them."""

URGENCIES = (
    ("emergency", r"^(?:是|yes|y|ja|oui|s[ií]|はい|예)$"),  # under “urgent?”
    ("ordinary", r"^(?:否|no|n|nein|non|いいえ|아니요)$"),
    (
        "ordinary",
        r"non-?urgent|not urgent|nicht dringend|非紧急|非緊急|不急|不紧急"
        r"|(?:\b(?:n[ãa]o|no|non|pas|niet|ikke|inte|tidak|không|не)[ -]|\bnie ?|\bне)"
        r"(?:(?:muito|muy|très|molto) )?(?:urgen|cr[ií]ti|piln|срочн|mendesk|khẩn)|acil değil",
    ),
    (
        "emergency",
        r"critic|critiq|urgen|emergen|\bhigh|blocker|immediat|dringend|kritisch|notfall|sofort|\bhoch|\balta\b|[ée]lev[ée]|haute|inm[ée]diat"
        r"|紧急|緊急"
        r"|cr[ií]tic|\balto\b|elevad|grave\b|tinggi|mendesk|darurat|khẩn|\bcao\b|\bhög|\bhøj|\bhøy|vysok|높음|สูง|ด่วน"
        r"|特急|加急"
        r"|重大|最高|至急|\bp[01]\b|一级|一級|긴급|wysok|piln|krytyczn|yüksek|\bacil|срочн|высок|spoed|\bhoog|urgente",
    ),
    (
        "ordinary",
        r"normal|\blow|medium|moderat|minor|standard|routine|planning|minimal|niedrig|mittel|gering|basse|moyenn|\bbaja\b|\bmedia\b|一般|普通"
        r"|常规|常規|低"
        r"|baix|m[ée]di[oa]\b|\bbaj[oa]\b|\bbass[oa]\b|faible|\brendah|sedang|thấp|trung bình|\blåg|medel|\blav\b|middel|n[íi]zk|středn"
        r"|낮음|ต่ำ|ปานกลาง|中|通常|二级|三级|\bp[2-5]\b|보통|nisk|średni|düşük|\borta|низк|средн|обычн|\blaag|gemiddeld|bassa",
    ),
)
STATUSES = (
    (
        "cancelled",
        r"cancel|\bvoid|\bspam|duplicat|\bmerged|withdraw|storniert|annul|anulad|anulowan|отмен|dibatal|\bh(?:ủy|uỷ)\b|i̇?ptal|verworfen|作废|作廢|取消|撤销|撤銷|撤回|重复|重複|合并|合併|无效|無效",
    ),
    (
        "waiting",
        r"(?:wait|pend|await|hold).*(?:customer|client|user|caller|guest|requester|reporter)|待(?:客户|用户|反馈|客戶|用戶|回覆|回复)"
        r"|等待(?:客户|用户|客戶)"
        r"|wart\w* auf kund|attente (?:du )?client|^pendi?ente$|^en attente$|^in attesa$|menunggu pelanggan|chờ khách"
        r"|(?:aguard|esper|attesa)\w* (?:\w+ )?(?:cliente|usu[áa]rio|requerente|solicitante)",
    ),
    (
        "open",
        r"未|not (?:re)?solved|unresolved|\bnicht\b|non r[ée]solu|no resuelt|re-?open|n[ãa]o (?:re)?sol[uv]|n[ãa]o (?:conclu|atend)|sin resol|sem solu"
        r"|non risolt|no atend|reabert|reabiert|riapert|\bbelum|chưa|не ?реш|nierozwiąz|niezakończ|\bikke\b|\binte\b|çözülmed|미(?:접수|처리|완료|해결)|待(?:处理|處理|受理|分配|派)",
    ),
    (
        "closed",
        r"\bfechad|finaliz|conclu[ií]d|terminad|\bafgerond|afgehandeld|stängd|lukket|avslut|\bđóng|ditutup|zakończ|uzavřen|tamamland"
        r"|\bclos|geschlossen|erledigt|abgeschlossen|ferm[ée]|cl[oô]tur|cerrad|encerrad|chius|gesloten|办结|辦結|结案|結案|完结|完結|关闭|關閉"
        r"|归档|歸檔"
        r"|已完成|完了|クローズ|종료|закры|zamkni[ęe]t|kapatıl|kapalı",
    ),
    (
        "solved",
        r"\bsolved|\bresolved|fixed|\bcomplet|\bdone\b|finish|gelöst|behoben|r[ée]solu|resuelt|solucionad|resolvid|corrigid|corregid|\batendid[oa]s?\b|selesai|hoàn thành|đã (?:giải quyết|xử lý)|已解决|已解決|已处理|已處理|処理済"
        r"|выполн|완료|対応済|해결|решен|rozwiązan|çözül|opgelost|risolt",
    ),
    (
        "open",
        r"\bopen|\bnew\b|progress|assign|working|escalat|\bactive|queue|\bwait|triage|review|\bhold|received|offen|bearbeitung|\bneu\b|ouvert"
        r"|en cours"
        r"|\bnov[oa]\b|em atendimento|processando|asignad|atribu[íi]d|planejad|pendi?ent|attente|recebid|recibid|registrad|diterima|diproses|\bbaru\b"
        r"|\bmới\b|\bđang\b|\byeni\b|i̇?şlemde|bekle|oczekuj|ожида|обработ|접수|보류|нов(?:ый|ая|ое)|lavorazione|\bnuov[oa]\b|attesa|assegnat|pågå|진행|대기"
        r"|nouveau|abiert|en curso|proceso|aberto|andamento|apert|处理中|處理中|対応中|受付|受理|跟进|跟進|进行|進行|中$|открыт|진행|otwart"
        r"|w toku|\bnow[ey]|açık|devam|работе|in behandeling",
    ),
)
ORDER_STATUSES = (
    ("paid", r"partial|part[- ]refund|部分退|teilerstatt"),
    (
        "cancelled",
        r"cancel|\bvoid|unpaid|not paid|pending|pendi?en|(?:n[ãa]o|no|non|sin|nie|не|ikke) ?(?:pag|opłac|zapłac|оплач|betalt)|aguard\w* pag|impag"
        r"|(?:attente|attesa|espera) (?:de|di|del) (?:pai|pag)|menunggu (?:pem)?bayar|belum (?:di)?bayar|ch(?:ờ|ưa) thanh toán|\bh(?:ủy|uỷ|uy)\b|batal"
        r"|anulad|ödeme bekl|ödenmed|ожида\w* оплат|recusad|rechazad|refus|fallid|falhou|gagal|thất bại|expirad|await|expired|failed|declin|no.?show|storniert|annul|取消|删除|刪除|关闭|關閉|未付|待付"
        r"|等待买家付款"
        r"|等待付款|作废|作廢|失败"
        r"|失敗|キャンセル|취소|отмен|i̇?ptal|anulowan|geannuleerd|annullat|zrušen",
    ),
    (
        "returned",
        r"devolvid|devuelt|estornad|\bi̇?ade\b|zwróc|возвра|dikembalikan|hoàn (?:tiền|trả)|trả (?:lại|hàng)|rimbors|vrácen"
        r"|refund|return|charge-?back|erstattet|retour|rembours|reembols|devuel|退款|退货|退貨|返品|返金|환불",
    ),
    (
        "paid",
        r"entregue|despachad|f(?:at|act)urad|conclu[ií]d|finaliz|apro[vb]ad|envio\b|em (?:separa|prepara|tr[âa]nsito|transporte|rota)"
        r"|en (?:pr[ée]para|tr[áa]nsito|camino|reparto|livraison|traitement)|pr[ée]par[ée]e|in (?:preparazione|lavorazione|elaborazione|transito|consegna)"
        r"|dikirim|dibayar|lunas|selesai|diproses|dikemas|(?:đã|đang|da|dang) giao|(?:đã|da) thanh to[áa]n|ho[àa]n (?:th[àa]nh|tất)"
        r"|hazırlan|kargo|gönderil|w (?:realizacji|drodze)|odebran|собран|обработ|в пути|behandeling|bearbeitung|onderweg|verzonden|levere|skickad"
        r"|betal[dt]|doručen|zaplacen|odesl|待(?:企配|妥投|集运|配送|揽|出库|出庫)|运输中|運輸中|派送|配送|妥投|出荷|準備中"
        r"|\bpaid|pago\b|aceptad|accept[ée]e?\b|confirm|complet|ship|deliver|fulfil|process|success|finish|invoic|settl|checked|picked|bezahlt"
        r"|versandt|versendet|geliefert|pay[ée]|livr[ée]"
        r"|exp[ée]di|pagad|enviad|entregad|effectu|abgereist|ausgecheckt|成功|確認|确认|已付|已发|已發|发货|發貨|签收|簽收|收货|收貨|完成|已支付"
        r"|出货|出貨|入住|离店|離店|発送"
        r"|配達|배송"
        r"|결제|tamamland|teslim|ödendi|zrealizow|opłacon|zapłacon|dostarczon|wysłan|доставлен|оплачен|выполнен"
        r"|voltooid|betaald|bezorgd|pagat|spedit|consegnat",
    ),
)
UPHELD = (
    ("yes", r"^(?:o|oui|s|s[ií]|j|ja|sim|да|はい)$"),
    ("no", r"^(?:n|non|nein|n[ãa]o|nej|нет|いいえ)$"),
    (
        "open",
        r"pending|investigat|progress|\bopen\b|\boffen|prüfung|en cours|en curso|待|中$|未(?:核实|核實|定|查)",
    ),
    (
        "no",
        r"\bnot\b|unfound|unjustif|unsubstant|\binvalid|unbegründet|unberechtigt|abgelehnt|\bnicht\b|\bnon\b|infond|no procede|improcedent"
        r"|infundad|rejet"
        r"|不属实|不屬實|不成立|无责|無責|非责|无效|無效|不实|不實",
    ),
    (
        "yes",
        r"uphe|upheld|substant|justif|\bvalid|proven|berechtigt|begründet|teilweise|fond[ée]|procede|属实|屬實|有责|有責|成立|partial|parcial"
        r"|partiel|部分"
        r"|有效|\bfound",
    ),
)
DECISIONS = (
    (
        "adopted",
        r"implement|umgesetzt|umsetzung|mis(?:e)? en (?:œuvre|oeuvre|place)|implantad|已实施|已實施|实施中|實施中|落实|落實|实施完成|実施",
    ),
    (
        "not_adopted",
        r"\bnot\b|reject|declin|refus|abgelehnt|\bnicht\b|\bnon\b|[ée]cart[ée]|rechaz|descart|desestim|rejet|rifiut|\bno\b|不|未采|未採|未通过"
        r"|未通過|驳回|駁回|否决|否決|却下|見送|불채택",
    ),
    ("withdrawn", r"withdraw|cancel|zurückgezogen|retir|撤"),
    (
        "deferred",
        r"defer|postpon|\bhold|parked|later|backlog|zurückgestellt|aplaz|report[ée]|暂缓|暫緩|延|搁|擱|保留|再议|再議",
    ),
    (
        "open",
        r"pend|review|\bopen\b|\bnew\b|draft|evaluat|consider|submitted|progress|prüfung|offen|\bneu\b|en cours|[ée]tude|estudio|evaluaci"
        r"|valutaz|avalia[çc]|待|中$|未评"
        r"|未評|審査|検討",
    ),
    (
        "adopted",
        r"adopt|accept|approv|agree|angenommen|genehmigt|retenu|aprob|aceptad|approvat|采纳|採納|采用|採用|通过|通過|同意|立项|立項"
        r"|[一二三特]等[奖獎]|채택",
    ),
)
STEPS = (
    (
        "serious",
        r"final|suspen|dismiss|terminat|demot|serious|gross|\b3rd|third|kündigung|letzte|licenciement|mise [àa] pied|despido|严重|嚴重|降(?:级"
        r"|級|职|職|薪)"
        r"|扣(?!分)|罚款|罰款|记(?:大)?过|記(?:大)?過|辞退|辭退|开除|開除|解除|停职|停職|留用|三级|三級|解雇|減給|出勤停止|解僱",
    ),
    (
        "written",
        r"writ|second|\b2nd|retrain|schriftlich|abmahnung|[ée]crit|escrit|书面|書面|二级|二級|警告信|戒告|通报|通報|检讨|檢討|培训|培訓|訓"
        r"|始末書|けん責|譴責",
    ),
    (
        "verbal",
        r"verbal|\boral|coach|counsel|inform|\bfirst|\b1st|remind|mündlich|ermahnung|orale|口头|口頭|提醒|约谈|約談|谈话|談話|批评|批評|一级"
        r"|一級|轻微|輕微"
        r"|^警告$|注意",
    ),
)
ITEM_TYPES = (
    ("scene", r"场景|場景|scenario|\bscenes?\b|szenari|szene|escenari|sc[èe]ne|シーン"),
    ("story", r"故事|\bstor(?:y|ies)\b|geschicht|histoire|historia|エピソード|事例"),
    (
        "culture_day",
        r"文化日|文化デー|文化活动日|culture day|kulturtag|journ[ée]e (?:de la )?culture|服务日|服務日",
    ),
    ("keyword", r"关键词|關鍵詞|关键字|關鍵字|keyword|schlagwort|mots?.cl[ée]|palabra"),
    ("points", r"积分|積分|点数|點數|\bpoints?\b|punkte"),
    ("commitment", r"承诺|承諾|commit|pledge|誓約|verpflichtung|engagement"),
    (
        "return_visit",
        r"回访|回訪|return visit|follow.?up|call.?back|rückruf|nachfass|フォロー|追访",
    ),
)
ITEM_STATES = (
    (
        "planned",
        r"plan|\bopen|to.?do|draft|progress|\bnot\b|pend|\bdue\b|计划|計劃|未|待|草稿|进行|進行|規劃|予定|geplant|pr[ée]vu|offen|否|筹备|籌備"
        r"|审核中|中$",
    ),
    (
        "done",
        r"\bdone|complet|finish|\bheld|publish|approv|sign|closed|released"
        r"|r[ée]alis|effectu|hech[oa]|realizad|durchgeführt|stattgefunden|gehouden|svolt|完成|已|发布|發布|入选|入選|收录|收錄|举办|舉辦|済"
        r"|erledigt|fait"
        r"|termin|是|归档",
    ),
)
_DROPPED = r"cancel|won.?t|reject|\bdrop|stopp|取消|不处理|不處理|中止|终止|終止|撤|verworfen|abandonn|annul|descart"
PROBLEM_STATES = (
    ("dropped", _DROPPED),
    (
        "open",
        r"not (?:yet )?(?:start|begun)|unresolv|\bopen|\bnew\b|to.?do|未|待|offen|\bneu\b|nicht|ouvert|nouveau|[àa] faire|abiert|pendien",
    ),
    (
        "doing",
        r"progress|ongoing|doing|\bwip|working|\bhold|monitor|中$|进行|進行|in arbeit|bearbeitung|en cours|en curso",
    ),
    (
        "solved",
        r"solved|resolved|\bdone|clos|complet|fixed|finish|完|済|解决|解決|关闭|關閉|销项|erledigt|behoben|gelöst|ferm[ée]|termin|cerrad|resuel"
        r"|r[ée]solu|\bclos",
    ),
)
IMPACTS = (
    ("high", r"high|critic|major|severe|hoch|[ée]lev[ée]|\balt[ao]\b|高|重大|严重|嚴重|^大$"),
    ("medium", r"\bmed|moder|mittel|moyen|中"),
    ("low", r"\blow|minor|niedrig|gering|faible|\bbaj[ao]\b|低|轻|輕|^小$|一般"),
)
ACTION_STATES = (
    ("dropped", _DROPPED),
    ("planned", r"not (?:yet )?start|plan|\bopen|to.?do|未|待|offen|pr[ée]vu|pendien|予定"),
    (
        "running",
        r"progress|ongoing|running|\bstarted|中$|进行|進行|läuft|laufend|en cours|en curso",
    ),
    (
        "closed",
        r"\bdone|complet|finish|clos|完|済|erledigt|abgeschlossen|termin|cerrad|关闭|關閉|結案|结案",
    ),
)
DIRECTIONS = (
    ("down", r"down|decr|reduc|lower|\bfall|\bless|baj|dismin|baisse|senk|sink|降|减|減|下|↓"),
    ("up", r"\bup|incr|rise|higher|improv|aument|sub[ie]|hausse|steig|erhöh|升|提高|增|上|↑"),
)
RESULTS = (
    ("dropped", _DROPPED),
    (
        "open",
        r"not (?:yet )?(?:done|start)|\bopen|pend|progress|ongoing|未|待|中$|offen|en cours|en curso",
    ),
    ("late", r"late\b|overdue|delay|逾期|延期|verspätet|retard|con retraso"),
    (
        "kept",
        r"\bdone|complet|kept|on time|\bclos|完|済|已|erledigt|umgesetzt|\bfait|r[ée]alis|cumpl|hech[oa]|fristgerecht",
    ),
)
WORKED = (
    ("yes", r"补班|補班|上班|調班|make-?up|extra"),
    (
        "no",
        r"休|假|停|closed|\boff\b|holiday|shut|geschlossen|feiertag|ferm[ée]|f[ée]ri[ée]|cerrad|festiv",
    ),
    ("yes", r"\bwork|\bopen|offen|geöffnet|ouvert|abiert|营业|營業|班$"),
)
