"""The stems of headings of complaints, requests, purchases, violations and the other records of
the programme, in many languages: each kind has its own, since "closed" or "number" mean something
else in each."""

import re
from functools import cache

NUMBER = r"\W{0,3}(?:s?n(?:umme)?r\b|no\b|num|n°|nº|id\b|ref\b|refer|code|#|key\b|号|號|编号|編號|单号|單號|番号|번호)"
_BARE_NUMBER = r"|^(?:n[°º]|nr\.?|lfd\.? ?nr\.?|no\.?|folio|#|key|ref\.?)$"
_CLOSED = (
    r"clos|resolved|resolution (?:date|time|on|at)|completed|completion|finish|finali[sz]ed|settled|erledigt|abgeschlossen|abschluss|geschlossen"
    r"|beendet|cl[oô]tur|trait[ée]e? le|date de (?:traitement|r[ée]solution|fin)|ferm[ée]|cierre|cerrad|resoluci|solucionad|encerra|conclu[sí]|chius"
    r"|risol|(?:data|fecha|ngày|ngay|tanggal|tgl|дата|date)\b.{0,4}\b(?:da |de |do |del |la |di )?"
    r"(?:solu[çc]|correc|corrig|reparaci|fim\b|fin\b|selesai|решен|выполн|hoàn|hoan)|\bfix(?:ed)? (?:on|at|date)|afgehandeld|gesloten"
    r"|办结|辦結|结案|結案|完成|完结|完結|关闭|關閉|(?:处理|處理|反馈|回复|回覆)(?:完成)?(?:时间|時間|日期)"
    r"|解决(?:时间|日期)"
    r"|解決(?:時間|日)|结束|結束|完了|対応日|クローズ|종결|완료|закры|zamkni[ęe]c|rozwiąz|kapan|çözüm|uzavř"
)
_STATUS = r"\bstatus\b|\bstate\b|\bstage\b|estado|statut|stato|situa[çc][ãa]o|状态|狀態|状況|ステータス|进度|進度|상태|статус"
_STATUS += r"|\bdurumu?\b|\bstan\b|\bstav\b|trạng thái|\btrang thai\b"
_CHANNEL = (
    r"channel|kanal|\bcanal|\bvia\b|source|origin|quelle|eingangsweg|medium|渠道|来源|來源|途径|途徑|(?:受理|联系|投诉|來訪|来访)方式|管道"
    r"|受付方法|チャネル|경로|канал|источник"
    r"|mode de (?:r[ée]ception|contact)|v[íi]a de|how (?:received|reported|logged|contacted)|contact (?:method|mode)|mode of"
)
# What a record is about, in a word or in a sentence: which, its cells tell.
SUBJECT = r"\bass?unto\b|\bbetreff\b|\bsubject\b|件名|主题|主題"
_CATEGORY = (
    r"\bass?unto\b|categor|kategorie|cat[ée]gorie|\btype\b|\bart\b|grund\b|thema|motif|motivo|\btipo\b|\btema\b|nature of|\breason\b|topic|classif"
    r"|分类|分類|类别|類別|类型|類型|种类|種類|区分|事由|性质|性質|カテゴリ|유형|분류|категор|rodzaj|тема|\bвид\b|\bтип\b|причин"
)
_TEXT = (
    r"\bobjet\b|\basunto\b|\bassunto\b|descri|detail|detalle|beschreib|inhalt|sachverhalt|content|contenu|d[ée]tail|contenido|relato|narrative"
    r"|what happened|内容|描述|详情|詳情"
    r"|经过|經過|概要|내용|\bopis\b|описан|содержан|текст"
)
_REGION = r"\bprovinc(?:e|es|ia|ie)\b|\bbundesland\b|\bborough\b|\bprefecture\b|都道府県"
_REGION += r"|\bregions?\b|\bgebiet|r[ée]gion|regi[óo]n|\bzona\b|大区|大區|区域|片区|區域|エリア|지역|регион"
_DEPARTMENT = (
    r"department|\bdept\b|\bdivision\b|\bbusiness unit\b|abteilung|\bbereich\b|d[ée]partement|\bservice concern|departamento|dipartimento"
    r"|afdeling|отдел|部门|部門|科室|班组|班組|处室|所在单位|所属单位|所屬單位|부서|部署"
)
_CUSTOMER = (
    r"customer|client|guest\b|requester|caller|complainant|\bkunde|beschwerdeführer|r[ée]clamant|demandeur|cliente|solicitante|reclamante"
    r"|客户|客戶|顾客|顧客|会员|會員|来电人|來電人|投诉人|投訴人|诉求人|住户|业主|报修人|報修人|お客|고객|клиент|\bklient|müşteri|zákazn|\bklant\b"
)
_BUYER = (
    r"customer|client|buyer|member|guest|\buser|account|\bkunde|käufer|acheteur|adh[ée]rent|cliente|socio|comprador|客户|客戶|顾客|顧客|会员"
    r"|會員|买家|買家|用户|用戶|下单(?:帐|账)号|下單帳號|会員|고객|회원|покупател|клиент|\bklient|kupując|müşteri|zákazn|\bklant\b|debitor"
    r"|sold-?to|auftraggeber|kunnr|\butente|\busu[áa]rio|kh[áa]ch h[àa]ng|pelanggan|pembeli|\basiakas|\bkund\b"
)
DATE = r"\bng[àa]y\b|\btanggal\b|\btgl\b"
DATE += r"|\bdate\b|datum|fecha|\bdata\b|\bday\b|\bjour\b|\btag\b|日期|时间|時間|日時|日付|年月日|날짜|일자|일시|дата|\btarih"
_PERSON = (
    r"\bmatricule\b|matr[íi]cula|personal-?\s?n(?:umme)?r|pers\W{0,2}n(?:umme)?r|員編|employee|staff|colleague|mitarbeiter|salari[ée]"
    r"|collaborateur|emplead|colaborador|funcion[áa]ri|trabajador|dipendent|员工|員工|工号"
    r"|工號|姓名|社員|従業員|氏名|직원|сотрудник"
)
_ANSWERED = (
    r"\banswer(?:ed)?\b|handled|accepted|angenommen|beantwortet|entgegengenommen|d[ée]croch|trait[ée]s|atendid|contestad|rispost|接通|接起|接听|接聽"
    r"|应答|應答|応答|응답"
)
# Contacts that were answered, where a column of lost ones stands beside; else all that there were.
PROCESSED = r"\bprocessed\b|bearbeitete"
_ABANDONED = r"abandon|\blost\b|missed|dropped|unanswered|verloren|aufgelegt|perdu|perdid|放弃|放棄|呼损|呼損|未接|漏接|포기"

_OWNER = r"owner|assigned|responsible|accountable|verantwort|zuständig|responsab|责任人|責任人|负责人|負責人|担当者|対応者"
_DUE = r"\bdue\b|deadline|target date|by when|frist\b|fällig|[ée]ch[ée]ance|vencim|plazo|期限|截止|完成时限|完成時限"

# Kind -> column -> the stems of its headings.
STEMS: dict[str, dict[str, str]] = {
    "complaint": {
        "complaint_id": rf"(?:beschwerde|reklamation|complaint|r[ée]clamation|plainte|queja|reclam\w*|vorgangs?|case|ticket|log|file|dossier"
        rf"|expediente){NUMBER}"
        rf"|n[°ºo]\.? ?(?:de |d'|du |da |do )?(?:la )?(?:r[ée]clam|plainte|dossier|queja|reclam|caso)|aktenzeichen|受付番号|管理番号|审批编号"
        rf"|審批編號|(?:номер|№)\W{{0,2}}(?:жалоб|обращ|претенз|рекламац)|(?:nr|numer) reklamacji"
        r"|(?:\bid|folio|c[óo]digo|n[úu]mero|num[ée]ro|protocolo)\W{1,2}(?:de |d'|du |del |da |do )?(?:la |el )?(?:r[ée]clam|plainte|queja|caso)"
        rf"|(?:投诉|投訴|客诉|客訴)(?:单|單)?(?:号|號|编号|編號)|hoja{_BARE_NUMBER}",
        "closed": _CLOSED
        + r"|(?:final|full|substantive) (?:response|reply)|respon(?:se|ded) (?:date|on|sent)|答复(?:日期|时间)|答覆(?:日期|時間)"
        r"|fecha de (?:la )?respuesta|data (?:da|de) resposta|date de r[ée]ponse|antwortdatum|дата (?:ответа|решения)"
        r"|data (?:rozpatrzenia|zamknięcia|odpowiedzi)",
        "channel": _CHANNEL,
        "category": rf"{_CATEGORY}|{SUBJECT}|(?:投诉|投訴|客诉|客訴)原因",
        "attitude": r"attitude|态度|態度",
        "severity": r"severity|gravit|schwere|gravedad|严重|嚴重|(?:等级|等級|级别|級別)$|重要度",
        "upheld": r"upheld|justif|substantiat|outcome|berechtigt|begründet|fond[ée]e?\b|procede|属实|屬實|有责|有責|成立|责任判定|责任认定"
        r"|責任認定|认定结果|判责|是否有效|обоснован",
        "employee": r"被投诉|被投訴|(?:staff|employee)s? (?:member )?(?:involved|concerned|named)|complained (?:of|about)|betroffene\w* mitarb"
        r"|涉及(?:员工|人员)|涉及(?:員工|人員)|当事(?:人|员工)|當事人",
        "customer": _CUSTOMER,
        "comment": rf"{_TEXT}|{SUBJECT}"
        r"|^(?:the |die |la |le |el )?(?:complaint|beschwerde|reklamation|r[ée]clamation|plainte|queja|reclamaci[óo]n|reclamo"
        r"|reclama[çc][ãa]o|klacht|skarga|şikayet|苦情|クレーム|客訴|客诉|投诉|投訴|불만|жалоба)\w{0,4}$",
        "cause": r"\bcause|ursache|\bcausa\b|原因",
        "department": _DEPARTMENT
        + r"|责任单位|責任單位|当事单位|當事單位|涉(?:事|及)(?:部门|单位)|涉(?:事|及)(?:部門|單位)",
        "region": _REGION,
    },
    "service_request": {
        "request_id": rf"(?:ticket|case|request|order|job|incident|issue|call|task|vorgangs?|auftrags?|anfrage|st[öo]rungs?|meldungs?|demande"
        rf"|intervention"
        rf"|dossier|solicitud|caso|incidencia|chamado|richiesta|melding|reference|\bsr|\bwo"
        rf"|talep|başvuru|zgłoszeni\w*|заявк\w*|обращени\w*){NUMBER}"
        r"|(?:numer|nr|номер|číslo)\W{0,2}(?:zgłosz|zlec|заявк|обращ|požad)"
        r"|n[°ºo]\.? ?(?:de |d'|du |da |do )?(?:ticket|demande|dossier|caso|solicitud|intervention|chamado|incidencia)"
        rf"|审批编号|審批編號|(?:叫修|維修|工单|工單|报修|報修|受理|登记|登記|服务|服務|流水|受付|管理|問い?合わ?せ)\w{{0,2}}(?:号|號|番号)"
        rf"|접수번호{_BARE_NUMBER}",
        "first_answer": r"first (?:\w+ ){0,2}(?:repl|respon|answer|contact)|initial (?:respon|repl)|erste (?:antwort|reaktion)|erstantwort"
        r"|erstreaktion"
        r"|premi[èe]re r[ée]ponse|primera respuesta|primeira resposta|首次(?:响应|回复|回應|回覆|答复|联系|聯繫)|首响|首回|初回(?:回答|応答|返信"
        r"|対応)",
        "answer_length": r"first (?:\w+ ){0,2}(?:repl|respon|answer)|erste (?:antwort|reaktion)|erstantwort|premi[èe]re r[ée]ponse|primera respuesta"
        r"|首次(?:响应|回复|回應|回覆)|首响|响应(?:时长|用时|耗时)|回應(?:時長|耗時)",
        "arrived": r"arriv|on.?site|vor ort|到场|到場|上门|上門|到达|到達|到着|sur place|llegada",
        "repaired": r"repair(?:ed| done| finished)|fixed|完修|修复|修復|维修完成|維修完成|repariert|behoben|r[ée]par[ée]|reparad",
        "closed": _CLOSED,
        "handling_length": r"(?:resolution|handling|processing|closing|total|elapsed) ?(?:time|duration|hours?|mins?|minutes)|elapsed"
        r"|bearbeitungs(?:zeit|dauer)"
        r"|lösungszeit|dur[ée]e (?:de |du )?(?:traitement|r[ée]solution)|tiempo de (?:resoluci|soluci|atenci)|tempo de (?:resolu|atend|solu)"
        r"|(?:tiempo|tempo) (?:total |da )?(?:resolu|solu)\w* (?:\w+ )?\(?(?:min|hor|seg|d[ií]as)"
        r"|(?:处理|處理|解决|解決|办理|辦理|处置)(?:时长|時長|用时|用時|耗时|耗時|时间|時間)|対応時間|処理時間",
        "reopens": r"re-?open|wiedereröffn|r[ée]ouver|reabier|重开|重開|重新打开",
        "hand_overs": r"re-?assign|transfer|hand-?over|weiterleit|转派|轉派|转接|轉接|流转|转办",
        "urgency": r"priorit|urgen|dringlich|紧急|緊急|优先|優先|加急|prioridad|우선|priorytet|öncelik|приоритет",
        "status": _STATUS,
        "closed_by": r"assigned|assignee|\bagent\b|\bowner\b|technician|handled by|bearbeiter|techniker|technicien|trait[ée] par|agente|asignado"
        r"|处理人|處理人"
        r"|办理人|辦理人|经办|經辦|维修(?:人|师|员)|維修(?:人|師)|担当|담당",
        "first_asked": r"首问|首問|首接|first (?:assignee|owner|asked)",
        "solved_at_first_contact": r"first.?(?:contact|call|time).?(?:resol|fix|solv)|\bfcr\b|一次(?:性)?解决|一次解決|首次解决|首次解決"
        r"|初回解決|erstlösung",
        "category": rf"{_CATEGORY}|{SUBJECT}"
        + r"|^issue$|^request$|problema|\bproblem\b|anliegen|demande$|报修(?:内容|项目)|報修項目",
        "customer": _CUSTOMER,
        "channel": _CHANNEL,
        "department": _DEPARTMENT + r"|承办单位|承辦單位|责任单位",
        "region": _REGION,
    },
    "contact_volume": {
        "contacts": r"calls|contacts|conversations|chats|visits|visitors|customers|interactions|sessions|footfall|walk-?ins|\boffer(?:ed)?\b|anrufe"
        r"|gespräche|kontakte"
        r"|besucher|appels|visites|llamadas|contactos|visitas|chamadas|atendimentos|chiamate|contatti|件数|来电|來電|呼入|进线|進線|接待|会话|會話|咨询"
        r"|諮詢|客流|来客|來客|人次|话务|話務|服务量|服務量|入電|着信|콜|방문",
        "answered": _ANSWERED,
        "abandoned": _ABANDONED,
        "department": _DEPARTMENT
        + r"|\bqueue\b|\bskill\b|客服组|客服組|技能组|技能組|坐席组|组别|組別|小组|队列|warteschlange",
        "channel": _CHANNEL,
        "region": _REGION,
    },
    "purchase": {
        "order_id": rf"(?:order|invoice|receipt|transaction|bill|booking|reservation|confirmation|bestell|auftrags?|rechnungs?|beleg|commande"
        rf"|réservation|reserva"
        rf"|facture|pedido"
        rf"|factura|venta|ordine|订单|訂單|交易|小票|单据|單據|流水|发票|發票|注文|受注|伝票|予約|주문"
        rf"|sipariş|zamówieni\w*|заказ\w*|ordine|bestelling){NUMBER}"
        r"|\b(?:mã|ma|số|so) [đd][ơo]n\b|\bid ?(?:zam[óo]wien|pedido|ordine|commande|bestell|venta|compra)|オーダー ?ID|(?:注文|受注)ID"
        r"|^vbeln$|(?:numer|nr|номер|číslo)\W{0,2}(?:zamów|заказ|objedn)"
        r"|n[°º]\.? ?(?:de )?(?:commande|r[ée]servation|facture|pedido|factura|ticket)",
        "customer": _BUYER,
        "amount": r"\btotal\b|amount|\bmoney\b|gesamt(?!rabatt)|preis\b|\bprice\b|\bprix\b|\bprecio\b|item-price|revenue|\bsales\b|\bpaid\b|betrag"
        r"|umsatz|summe|montant|importe|monto|金额|金額|实付|實付|实收|實收|总额"
        r"|總額|合计|合計"
        r"|th[àa]nh ti[ềe]n|t[ổo]ng ti[ềe]n|total bayar"
        r"|売上|금액|сумма|\btutar|\bkwota|wartość|bedrag|importo|\bvalor\b|net(?:to)?wert|net value|netwr",
        "order_line": r"^pos(?:ition|nr)?\W*$|^posnr|^line(?: (?:no|number|item))?\W*$|positions?(?:nr|nummer)|行号|明细行|明細行|^ligne$|n° ligne",
        "refunded": r"refund|erstatt|rembours|reembols|devoluci|退款|返金",
        "status": _STATUS,
        "region": _REGION,
    },
    "suggestion": {
        "suggestion_id": rf"(?:suggestion|idea|proposal|vorschlags?|ideen?|sugerencia|审批|審批|提案|建议|建議|改善|创新|創新"
        rf"|受付){NUMBER}{_BARE_NUMBER}",
        "employee": _PERSON
        + r"|submitted by|proposed by|suggested by|author|eingereicht von|einreicher|auteur|d[ée]pos[ée] par|propos[ée] par|\bautor"
        r"|propuesto"
        r"|提案(?:人|者)|建议人|建議人|提出(?:人|者)|申报人|申報人|提交人|姓名|氏名",
        "category": _CATEGORY,
        "decided": r"decid|decision|review|evaluat|approv|entscheid|d[ée]cision|[ée]valu|decisi[oó]n|resoluci|respuesta|aprob|评审|評審|审查"
        r"|審查|查核|审批"
        r"|審批|审核|審核|采纳"
        r"|採納|评定|批准"
        r"|決定|審査",
        "decision": _STATUS
        + r"|decision|decided|result|outcome|adopt|accept|approv|entscheid|ergebnis|d[ée]cision|resultado|decisi[oó]n|采纳|採納|评审|評審"
        r"|审核|審核|采用|採用|採否|判定|结果|結果|审查|審查",
        "done": r"implement|completed|finished|umgesetzt|r[ée]alis|mise? en (?:œuvre|oeuvre|place)|implantad|实施|實施|完成|落实|落實|実施|完了",
        "comment": _TEXT
        + r"|\btitle\b|\bid[ée]ea?s?\b|\bidea\b|titel|titre|t[íi]tulo|名称|名稱|标题|標題|題目|件名",
        "benefit": r"benefit|saving|nutzen|gain|ahorro|效益|收益|节约|節約|効果",
        "department": _DEPARTMENT,
        "region": _REGION,
    },
    "violation": {
        "violation_id": rf"(?:violation|incident|case|warning|vorfalls?|审批|審批|违规|違規|违纪|違紀|处分|處分|处罚|處罰|奖惩"
        rf"|獎懲){NUMBER}{_BARE_NUMBER}",
        "employee": _PERSON
        + r"|offender|违规人|違規人|违纪人|違紀人|当事人|當事人|被处(?:分|罚)|被處(?:分|罰)|\bname\b|\bnom\b|nombre",
        "step": r"action|warning|sanction|disciplin|penalty|maßnahme|abmahn|\bstufe|mesure|sanci[óo]n|medida|处分|處分|处罚|處罰|处理(?:结果"
        r"|方式|意见|措施|类型|决定|结论)"
        r"|處理(?:結果|方式|意見)|违规(?:等级|级别)|違規等級|惩处|懲處|懲戒|処分",
        "rule": r"\brule\b|offen[cs]e|violation|infraction|policy|misconduct|verstoß|vergehen|\bgrund\b|motif|motivo|\bfalta\b|违规|違規|违纪"
        r"|違紀|条款|條款"
        r"|事由|行为|行為|违反|違反",
        "appeal": r"appeal|申诉|申訴|einspruch|recours|apelaci|異議",
        "retraining": r"retrain|补训|補訓|再培训|再培訓|nachschulung",
        "decided_by": r"issued by|decided by|manager|supervisor|审批人|審批人|处理人|處理人|经办人|經辦人",
        "department": _DEPARTMENT,
        "region": _REGION,
    },
    "programme_item": {
        "name": r"\bname\b|テーマ|^(?:关键词|關鍵詞|keyword|stichwort)s?$|title|topic|subject|\btheme|thema|titre|t[íi]tulo|nombre|名称|名稱"
        r"|主题|主題"
        r"|标题|標題|题目|題目|タイトル|件名",
        "state": _STATUS
        + r"|完成(?:情况|情況|状态)|是否(?:完成|举办|舉辦|入选|入選|发布|發布)|\bstand\b",
        "author": r"author|written by|autor|auteur|作者|撰写|撰寫|讲述|講述|提交人|負責人|负责人",
        "department": _DEPARTMENT,
        "region": _REGION,
    },
    "kpi_value": {
        "kpi": r"\bkpis?\b|metric|indicator|measure|kennzahl|indicateur|indicador|指标|指標",
        "value": r"\bvalue|\bactual|result|score|wert\b|ergebnis|valeur|r[ée]sultat|\bvalor\b|resultado|得分|数值|數值|结果|結果|实际|實際|実績"
        r"|完成值"
        r"|完成情况|达成值|達成值|实绩",
        "n": r"\bbase\b|\bn\b|sample|respond|\banswers\b|responses|stichprobe|befragte|fallzahl|[ée]chantillon|r[ée]pondant|muestra|encuestad"
        r"|样本|樣本"
        r"|有效(?:问卷|問卷|样本)|回答数|サンプル",
        "source": r"source|quelle|fuente|agency|provider|institut|来源|來源|机构|機構|出处|出處|統計部門|统计部门|数据部门|調査会社",
    },
    "working_day": {
        "reason": r"reason|anlass|grund|motif|motivo|occasion|remark|名称|節日|假日|事由"
    },
    "problem": {
        "problem_id": rf"(?:problem|issue|finding|problema|problème|mangel|pendenz|问题|問題|課題){NUMBER}{_BARE_NUMBER}",
        "title": r"problem|issue|finding|descri|beschreib|问题|問題|課題(?:内容|名)|内容|內容|\btitle\b|titel|titre",
        "category": _CATEGORY,
        "department": _DEPARTMENT
        + r"|责任单位|責任單位|zuständig|service responsable|担当部署|[áa]rea responsable",
        "owner": _OWNER,
        "due": _DUE,
        "status": _STATUS,
        "impact": r"impact|severity|priorit|auswirkung|影响|影響|严重|嚴重|重要度|優先度|gravit|schwere",
        "cause": r"cause|ursache|causa|原因",
        "closed": _CLOSED,
    },
    "action": {
        "action_id": rf"(?:action|measure|initiative|maßnahmen?|mesure|medida|acci[óo]n|措施|行动|行動|対策|施策){NUMBER}{_BARE_NUMBER}",
        "title": r"action|measure|initiative|maßnahme|mesure|medida|acci[óo]n|措施|行动|行動|方案|対策|施策|descri|beschreib",
        "kpi": r"\bkpi|metric|indicator|kennzahl|indicateur|indicador|指标|指標",
        "expected": r"direction|expected|richtung|sens\b|方向|预期|預期|期待",
        "owner": _OWNER,
        "due": _DUE,
        "status": _STATUS,
        "closed": _CLOSED,
    },
    "decision": {
        "decision_id": rf"(?:decision|resolution|beschluss|d[ée]cision|acuerdo|决议|決議|決定){NUMBER}{_BARE_NUMBER}",
        "meeting": r"meeting|committee|board|sitzung|gremium|r[ée]union|reuni[óo]n|会议|會議",
        "text": r"decision|resolution|beschluss|d[ée]cision|acuerdo|决议|決議|議定|決定|what was|内容|內容",
        "owner": _OWNER,
        "due": _DUE,
        "result": _STATUS + r"|result|outcome|落实|落實|完成情况|完成情況|umsetzung",
    },
    "staff_survey": {
        "department": _DEPARTMENT + r"|\bteam\b",
        "region": _REGION,
        "position": r"position|job (?:title|level|role)|\brole\b|岗位|崗位|职位|職位|职务|職務|职级|職級|役職|funktion|poste\b|puesto|cargo",
        "tenure": r"how long have|seit wann|depuis (?:quand|combien)|cu[áa]nto tiempo|多久|多长时间|tenure|length of service"
        r"|years? (?:of service|with|in|at)|seniority|工龄|司龄|年资|年資|工作年限|入职(?:年限|时间)|勤続"
        r"|betriebszugeh"
        r"|anciennet|antigüedad",
    },
}
# What a staff survey asks, told by what its questions are about: for a person to confirm.
ASKED: dict[str, dict[str, str]] = {
    "staff_survey": {
        "concept_known": r"(?:know|aware|understand|familiar|recall|name\b).*(?:concept|values?\b|mission|vision|slogan|purpose)|(?:知道|了解"
        r"|瞭解|知晓"
        r"|知曉|清楚|熟悉|认知"
        r"|認知).*理念|理念.*(?:知|了解|瞭解|熟悉)|(?:kenn|verstehe).*(?:leitbild|werte|vision)|(?:conna[îi]|compren).*(?:valeurs|vision)"
        r"|(?:이념|가치|비전).*(?:알|이해|숙지)|(?:conozco|conoce).*(?:valores|misi[óo]n|concepto)|理念.*(?:知って|理解)",
        "handbook_known": r"(?:know|aware|understand|familiar|read).*(?:handbook|standards?\b|guidelines?|code of conduct)|(?:知道|了解|瞭解"
        r"|知晓|知曉|熟悉"
        r"|阅读|閱讀|掌握)"
        r".*(?:手册|手冊|规范|規範|标准|標準|准则)|(?:规范|規範|手册|手冊).*(?:知|了解|瞭解|熟悉)|(?:kenn).*(?:handbuch|standards|richtlinien)",
        "proactive": r"proactiv|own initiative|主动(?:服务|提供|关怀)|主動(?:服務|提供)|eigeninitiative",
        "support": r"\bsupport(?:ed|s)?\b(?!.*other (?:team|department))|\btools\b|\bresources\b|things i need|equipment|支持|支援|工具|资源|資源"
        r"|unterstütz|arbeitsmittel"
        r"|moyens|ressources|soutien|지원|herramientas|recursos|apoyo|サポート|支援",
        "authority": r"authorit|empower|autonom|(?:make|take)s? (?:my own )?decisions?|freedom to (?:decide|act)|授权|授權|赋能|賦能|自主(?:权"
        r"|權|决)|决定权|決定權"
        r"|entscheid|\bdecide\b|handlungsspielraum|autonomie|d[ée]cision|decidir|decisiones|autonom[íi]a|権限|裁量|권한|결정",
        "internal_service": r"(?:other|between|across|cross).?(?:teams?|departments?|functional)|internal (?:service|customer|cooperation)"
        r"|内部(?:服务|满意|协作|客户|支持)|內部(?:服務"
        r"|滿意|協作|支援)|其[他它]部[门門]|兄弟部门|跨部门|跨部門|部门间|部門間"
        r"|zusammenarbeit|andere(?:n|r)? abteilung|autres (?:services|[ée]quipes)|otros departamentos"
        r"|entre departamentos|他部署|部署間|타 ?부서|부서 ?간|협조",
        "capability": r"\bskills?\b|capab|well trained|training i need|competen|able to serve|能力|技能|胜任|勝任|kompeten|fähigkeit|qualifi"
        r"|comp[ée]tenc"
        r"|capacidad"
        r"|habilidades|スキル|역량|능력",
    },
}
# Numbers of papers, which are a customer's and do not tell who it is.
_PAPERS = (
    r"\bPO\W*(?:号|號|no\b|nr\b|num|#)|(?:客户|客戶|顾客)?PO(?:号|號)"
    r"|(?:合同|合約|采购|採購|订单|訂單|三方)(?:单|單)?(?:号|號|编号|編號)|(?:order|invoice|contract)\W*(?:id|no|nr|num|#)"
)
PAPERS = re.compile(_PAPERS, re.I)
# What a heading that holds the stem of a column may not speak of.
_RATIO = r"\brate\b|ratio|percent|%|率|占比|佔比|\bavg\b|average|mean\b|平均|durchschnitt|moyen|promedio|quote\b|\btime\b|duration|时长|時長"
r"|时间|時間|dauer"
# Those of the answered that waited no longer, or longer, than a limit: answered within 20 s, 20秒内接通.
SOME = r"\bwithin \d|innerhalb (?:von )?\d|[<≤>≥] ?\d|\d ?(?:s|secs?|seconds?|mins?|minutes?|sek\w*)\b|\d ?(?:秒|分钟|分鐘|초)"
_OTHER_SUM = (
    r"\bnet(?!towert| value|wert|wr)|\bht\b|未税|税前|discount|(?<!inc )(?<!incl )(?<!incl\. )(?<!including )\btax|shipping|freight"
    r"|refund|quantity|\bqty|unit price|(?:einzel|stück)preis|prix unitaire|precio unitario|subtotal|points"
    r"|优惠|優惠|折扣|运费|運費"
    r"|(?<!含)税(?!込|抜|后)|稅"
    r"|退款|数量|數量|积分|積分"
    r"|\bper (?:unit|item|piece)|\bunit\b|unit[áa]ri[oa]|\bfrete\b|desconto|đơn giá|\bdon gia\b"
    r"|steuer|rabatt|mwst|versand|remise|\btva\b|descuento|impuesto|単価|count\b|items?\b(?!.?price)|method|status|date|at$"
)
# How reliable equipment is, is no satisfaction with the support that staff gets.
_DEVICE = r"(?:equipment|tools?|systems?|machines?|devices?|instruments?|hardware|software|network)"
NOT: dict[tuple[str, str], str] = {
    **{
        (
            kind,
            "owner",
        ): r"service|department|\bdept|unit|abteilung|[áa]rea|部门|部門|单位|單位|部署"
        for kind in ("problem", "action", "decision")
    },
    (
        "contact_volume",
        "contacts",
    ): rf"{_ANSWERED}|{_ABANDONED}|{_RATIO}|有效|人工|\bvalid|#|\bid\b|\bout\b|\bexits?\b|离店|離店|出店|机器人|機器人|\bbot\b|转人工|轉人工"
    r"|outbound|呼出|外呼|\bper\b|cost|staff|agents|complaint|投诉|投訴|客訴",
    ("contact_volume", "answered"): _RATIO + r"|" + _ABANDONED + r"|" + SOME,
    ("contact_volume", "abandoned"): _RATIO,
    ("purchase", "amount"): _OTHER_SUM + r"|\btime\b|duration|scor|时长|時長",
    (
        "purchase",
        "status",
    ): r"\b(?:customer|client|buyer|seller|billing|home|address|ship(?:ping)?|delivery|bill|store|shop)\W*(?:to\W*)?(?:state|estado|stato)\b"
    r"|\b(?:estado|stato|state)\W+(?:do |del |de la |di )?(?:cliente?|customer|buyer|entrega)\b",
    ("purchase", "refunded"): r"status|状态|狀態|reason|原因|\bdate\b|时间|時間|\bat\b|count",
    (
        "purchase",
        "customer",
    ): _PAPERS
    + r"|service|note|remark|comment|feedback|review|message|留言|备注|備註|地址|address|city|zip|phone"
    r"|支付宝|应付|應付|manager|经理|經理|segment|group|等级|等級|type"
    r"|类型|類型|amount|金额|金額|实际|實際|支付|积分|積分|name of product",
    (
        "service_request",
        "customer",
    ): r"satisf|rating|feedback|interaction|\btype\b|segment|满意|滿意|评价|評價|类型|類型|time|comment|服务|服務|tier|level|等级|等級",
    (
        "complaint",
        "customer",
    ): r"satisf|rating|feedback|\btype\b|segment|满意|滿意|评价|評價|类型|類型|comment|服务|服務|tier|level|等级|等級|意见|意見|informed|notified"
    r"|demand|remark|诉求|訴求|要求",
    (
        "service_request",
        "closed_by",
    ): r"\btimes?\b|\bdate\b|repl|interaction|count|number|时间|時間|时长|時長|内容|結果|结果|意见",
    ("service_request", "status"): r"first response status|sla",
    ("service_request", "reopens"): r"\bdate\b|时间|時間|\bat\b",
    ("service_request", "first_answer"): r"due|status|within|sla",
    ("service_request", "answer_length"): r"due|status|within|sla|time to first response\W*$",
    ("service_request", "closed"): r"status|code|\bby\b|reason|due|人$|结果|結果",
    ("service_request", "handling_length"): r"due|sla|target",
    ("complaint", "comment"): r"^(?!.*(?:内容|內容|描述)).*原因",
    ("complaint", "closed"): r"status|code|\bby\b|reason|due|人$|结果|結果|措施",
    ("suggestion", "decided"): r"\bby\b|人$|意见|意見|结果|結果",
    ("suggestion", "employee"): r"部门|部門|department|日期|date|编号|編號",
    (
        "violation",
        "employee",
    ): r"部门|部門|department|supervisor|manager|signature|签|簽|审批|處理人|处理人",
    ("violation", "step"): r"\bdate\b|日期|时间|時間|\bby\b|人$|follow|corrective|appeal|申诉|申訴",
    (
        "violation",
        "rule",
    ): r"\bdate\b|日期|时间|時間|\bby\b|人$|编号|編號|等级|等級|级别|level|action|描述|describ|descri|次数|count",
    ("kpi_value", "value"): r"target|goal|目标|目標|ziel|previous|last|上期|去年|n\b",
    (
        "staff_survey",
        "department",
    ): r"\bsize\b|number|count|人数|人數|other|between|across|跨|间|間|支持|支援|满意|滿意|support|satisf",
    (
        "staff_survey",
        "support",
    ): rf"^(?!.*\b(?:support|help))(?:.*\b{_DEVICE} (?:is |are )?reliab|.*\breliability of .*\b{_DEVICE}\b|.*downtime)"
    r"|\bmore\b|wish|更多|希望|(?:from|of|by) (?:our )?customers?\b|customer support",
    ("staff_survey", "position"): r"satisf|满意|滿意|clear",
    ("staff_survey", "tenure"): r"satisf|满意|滿意|plan to|stay",
}
# What the day of a record is called, the likeliest first; and what other days are.
_RECEIVED = r"receiv|eingang|eingegangen|r[ée]cept|re[çc]u|recep|recib|recebi|受理|接到|接诉|收到|受付|접수|получ"
_OPENED = (
    r"open|creat|logged|reported|raised|submitted|registered|requested|erstellt|erfasst|gemeldet|cr[éeaç]|ouvert|abiert|registr|登记|登記"
    r"|创建|創建|发起|發起|zeitstempel|timestamp|タイムスタンプ|時間戳|时间戳"
    r"|建立|提交"
)
DAYS: dict[str, tuple[str, ...]] = {
    "complaint": (
        _RECEIVED,
        r"complain|beschwerde|r[ée]clam|plainte|queja|reclam|投诉|投訴|客诉|客訴|苦情|申请|申請",
        _OPENED + r"|发生|發生|発生",
        DATE,
    ),
    "service_request": (
        _OPENED + r"|叫修|报修|報修|来电|來電|申请|申請|開始",
        _RECEIVED,
        r"start|begin|开始|開始",
        DATE,
    ),
    "contact_volume": (r"date|day|month|period|week|日期|月|周|日|datum|tag|fecha|jour|mes\b",),
    "purchase": (
        r"paid|payment|bezahl|pay[ée]|pago|pagad|付款|支付|入金",
        r"order|purchase|sale|invoice|check-?out|departure|d[ée]part\b|abreise|salida|退房|离店|bestell|kauf|rechnung|commande|achat|facture"
        r"|pedido|compra|venta|factura|订单|下单"
        r"|购买|消费|交易"
        r"|成交|訂單|下單|購買|消費|注文|購入|売上|주문",
        _OPENED,
        DATE,
    ),
    "suggestion": (
        r"submi|propos|suggest|rais|eingereicht|einreich|d[ée]p[oô]t|d[ée]pos[ée]|present|提案|提交|建议|建議|提出|申报|申報",
        _OPENED,
        DATE,
    ),
    "violation": (
        r"issued|action|decision|ausgesprochen|处分|處分|处罚|處罰|处理|處理|処分",
        r"incident|violat|offen|vorfall|verstoß|infra|falta|违规|違規|违纪|違紀|发生|發生|発生|違反",
        DATE,
    ),
    "programme_item": (
        r"held|done|complet|举办|舉辦|完成|活动|活動|実施",
        r"publish|发布|發布|收录|收錄|入选|提交|submi",
        DATE + r"|\bdue\b|计划|計劃",
    ),
    "kpi_value": (
        r"period|month|quarter|year|wave|date|as of|期间|期間|月|季|年|日期|zeitraum|monat|quartal|p[ée]riode|trimestre|mes\b",
    ),
    "working_day": (DATE,),
    "problem": (
        r"raised|identif|report|found|起票|提出|发现|發現|登记|登記|gemeldet|erfasst|signal|detect",
        DATE,
    ),
    "action": (
        r"start|begin|launch|implement|beginn|d[ée]but|inicio|开始|開始|实施|實施|启动|啟動|着手",
        DATE,
    ),
    "decision": (r"meeting|sitzung|r[ée]union|reuni[óo]n|会议|會議|決議|决议|decid", DATE),
    "staff_survey": (
        r"submi|complet|finish|end|answer|提交|完成|填写|填寫|结束|結束|回答|abgeschlossen|soumis",
        r"start|begin|开始|開始",
        DATE,
    ),
}
OTHER_DAY = re.compile(
    r"\bdue\b|updat|modif|\blast\b|\bnext\b|target|sla\b|deadline|reminder|acknowledg|更新|修改|截止|到期|要求|期限|应办|應辦|fällig|frist"
    r"|échéance|vencim"
    r"|birth|出生|入职|入職|hir(?:e|ing)|\bjoin(?:ed|ing)?\b|nacimiento|nascimento|nascita|naissance|geburt|admiss[ãa]o|embauche"
    r"|assunzione|eintritt(?:sdatum)?\b|入社|입사|생년월일",
    re.I,
)
KINDS = frozenset(STEMS)


def stems_of(kind: str, column: str) -> str | None:
    """The stems in the headings of the column, where some are known for the kind."""
    return STEMS.get(kind, {}).get(column) or ASKED.get(kind, {}).get(column)


@cache
def form_of(kind: str, column: str) -> re.Pattern | None:
    """What a heading of the column holds, where stems are known for the kind."""
    text = stems_of(kind, column)
    return re.compile(text, re.I) if text else None


# By when something is to be done, which is no day on which it was.
_BY_WHEN = (
    r"\bdue\b|deadline|\btarget|\bexpected|\bplanned|\bprazo|previst[ao]|fim para|\bl[íi]mite|vencim|[ée]ch[ée]ance|pr[ée]vu|f[äa]llig"
    r"|\bfrist\b|geplant"
    r"|scadenz|previst|期限|截止|计划|計劃|预计|預計|应完成|應完成|予定|기한|예정|срок"
)


@cache
def not_of(kind: str, column: str) -> re.Pattern | None:
    """What a heading of the column may not hold besides."""
    texts = (NOT.get((kind, column)), _BY_WHEN if column == "closed" else None)
    told = "|".join(filter(None, texts))
    return re.compile(told, re.I) if told else None


@cache
def days_of_kind(kind: str) -> tuple[re.Pattern, ...]:
    """What the day of its records is called, the likeliest first."""
    return tuple(re.compile(text, re.I) for text in DAYS.get(kind, ()))


@cache
def steps_of(kind: str) -> re.Pattern | None:
    """What later days of its records are called."""
    names = ("first_answer", "arrived", "repaired", "closed", "decided", "done")
    texts = [text for name in names if (text := STEMS.get(kind, {}).get(name))]
    return re.compile("|".join(texts), re.I) if texts else None


def is_asked(kind: str, column: str) -> bool:
    """Whether the stems of a column only tell what a question is about."""
    return column in ASKED.get(kind, {})
