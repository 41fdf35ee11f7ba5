"""THE THEMES OF COMMENTS: a starting dictionary for service culture. Change a term, and move
`VERSION`.

Chinese terms are found inside words, so none is a single character, and those
that other words hold are avoided (质量 is in 服务质量, 快 in 快递). English terms
are whole words. Both scripts stand side by side; terms alike in both, once.
"""

from datetime import date

from i18n import N_, Text
from metrics.voice.themes import Dictionary, Theme

VERSION = date(2026, 11, 22)


def _theme(name: str, label: Text, zh: str, en: str) -> Theme:
    return Theme(name, label, tuple(zh.split()), tuple(term.strip() for term in en.split(",")))


ATTITUDE = _theme(
    "attitude",
    N_("Attitude and manners"),
    """
    态度 热情 热心 冷漠 冷淡 冷冰冰 耐心 耐烦 其烦 礼貌 无礼 微笑 笑容 笑脸 笑眯眯 爱理不理 爱答不理 爱搭不理 不理人 不理不睬 不搭理 亲切 和蔼
    友善 友好 客气 和气 粗鲁 粗暴 敷衍 傲慢 脸色 黑脸 臭脸 冷脸 甩脸 板着脸 白眼 语气 口气 凶巴巴 很凶 太凶 骂人 骂客 吼我 尊重 打招呼 问好 贴心
    细心 周到 关心 照顾 体贴 用心 真诚 诚恳 嫌弃 势利 看不起 瞧不起 怠慢 主动 道歉 致歉 顾着聊天 只顾聊天 玩手机 看手机 服务意识 服务很好 服务好
    服务差 服务很差 服务太差 笑瞇瞇 黑面
    態度 熱情 熱心 耐煩 其煩 禮貌 無禮 笑臉 愛理不理 愛答不理 愛搭不理 親切 和藹 客氣 和氣 粗魯 臉色 黑臉 臭臉 冷臉 板著臉 語氣 口氣 兇巴巴 很兇
    太兇 罵人 罵客 貼心 細心 關心 照顧 體貼 真誠 誠懇 嫌棄 勢利 主動 顧著聊天 只顧聊天 玩手機 滑手機 看手機 臉很臭 臉超臭 服務意識 服務很好 服務好
    服務差 服務很差 服務太差 甩臉 板着臉 問好 顧着聊天
    """,
    """
    attitude, attitudes, friendly, unfriendly, friendliness, polite, politely, impolite, politeness, rude, rudely, rudeness, courteous,
    discourteous, courtesy, kindly, kindness, unkind, welcome, welcomed, welcoming, unwelcome, greeted, greeting, greet, hello, smile, smiled,
    smiles, smiling, patient, patiently, impatient, impatience, patience, caring, uncaring, careless, indifferent, cold shoulder, arrogant,
    dismissive, dismissed, condescending, patronising, patronizing, aggressive, hostile, grumpy, moody, abrupt, tone, sarcastic, respect,
    respected, respectful, disrespect, disrespectful, ignore, ignored, ignoring, ignores, eye contact, rolled her eyes, rolled his eyes, apology,
    apologise, apologised, apologize, apologized, thoughtful, considerate, attentive, inattentive, helpful, unhelpful, pushy, manners, shouted,
    yelled, nuisance, listened, listen, empathy, empathetic, compassionate, on their phones, chatting among, felt at home, bored,
    unprofessional, so kind, very kind, kind staff, kind words, were kind, was kind, said sorry
    """,
)
SPEED = _theme(
    "speed",
    N_("Waiting and speed"),
    """
    排队 排长队 排了 等待 等候 等了 等很久 等好久 等半天 等老半天 等这么久 久等 等位 不用等 还在等 让我等 让人等 白等 干等 太慢 很慢 好慢 真慢
    超慢 有点慢 较慢 慢一点 慢点 慢死 慢吞吞 慢腾腾 动作慢 上菜慢 出餐慢 发货慢 物流慢 送货慢 结账慢 回复慢 办理慢 效率 速度 很快 挺快 真快 太快
    好快 更快 超快 快捷 迅速 快速 及时 神速 秒回 拖延 拖拉 拖沓 拖了 磨蹭 耽误 马上 立刻 立即 叫号 取号 人手不够 人手不足 忙不过来 催了 催促 迟迟
    个小时 半小时 个多小时 分钟就 分钟内 窗口少 一个窗口 半天没 半天才 好几天 当天就 时间太长 时间长 太久 响应 排好久 等好耐 等咗 好耐先 候位
    排隊 排長龍 等這麼久 讓我等 讓人等 還在等 乾等 有點慢 較慢 慢一點 慢點 動作慢 出貨慢 送貨慢 結帳慢 回覆慢 辦理慢 及時 馬上 耽誤 叫號 號碼牌
    人手不夠 忙不過來 遲遲 個小時 半小時 個多小時 個鐘 分鐘就 分鐘內 一個窗口 半天沒 好幾天 當天就 時間太長 時間長 響應 排長隊 慢騰騰 發貨慢
    結賬慢 取號
    """,
    """
    wait, waits, waited, waiting, queue, queues, queued, queuing, queueing, long line, long lines, in line, slow, slower, slowly, slowness,
    sluggish, delay, delays, delayed, late, fast, faster, fastest, quick, quicker, quickest, quickly, speed, speedy, prompt, promptly, swift,
    swiftly, rapid, rapidly, efficient, efficiently, efficiency, inefficient, immediately, immediate, instantly, instant, right away,
    straight away, at once, same day, no time, ages, forever, too long, so long, long time, how long, minutes, an hour, hours later, days later,
    for days, hurry, rushed, understaffed, short staffed, shortstaffed, not enough staff, one counter, one till, only one, backlog, turnaround,
    response time, in and out, took days, took weeks, took hours, responsive, unresponsive
    """,
)
PROBLEM_SOLVING = _theme(
    "problem_solving",
    N_("Problem solving"),
    """
    解决 处理 推诿 推卸 推脱 推托 推来推去 互相推 踢皮球 没人管 没有人管 负责 跟进 跟踪 跟到底 办好 办妥 办成 搞定 修好 返修 退款 退货 换货 退换
    赔偿 赔付 补偿 投诉 没有下文 没下文 不了了之 不作为 答非所问 没办法 没有办法 按规定 方案 没有回音 没回音 没有结果 没结果 石沉大海 反复解释
    反复说 来回跑 跑了好几 跑了几趟 白跑 售后 帮我 帮忙 帮了 帮助 协助 办理成功 顺利
    解決 處理 推諉 推託 推來推去 沒人管 沒有人管 負責 跟進 追蹤 辦好 辦妥 辦成 退貨 換貨 退換 賠償 賠付 補償 投訴 客訴 沒有下文 沒下文 不作為
    答非所問 沒辦法 沒有辦法 按規定 依規定 沒有回音 沒回音 沒有結果 沒結果 反覆解釋 反覆說 來回跑 跑了幾趟 售後 幫我 幫忙 幫了 幫助 協助 順利 擺平
    推脫 跟蹤 跑了好幾 辦理成功
    """,
    """
    solve, solved, solves, solving, solution, solutions, resolve, resolved, resolves, resolving, resolution, unresolved, unsolved, fix, fixed,
    fixes, fixing, repair, repaired, repairs, sorted, sort out, sort it, handle, handled, handling, dealt with, deal with, helped, no help,
    could not help, couldn't help, can't help, did not help, didn't help, follow up, followed up, following up, followup, follow through,
    passed around, passed on, pass the buck, passed from, sent from, from one desk, from desk to desk, pillar to post, run around, runaround,
    nobody felt, no one felt, took charge, took responsibility, take responsibility, responsible, ownership, accountable, refund, refunds,
    refunded, replacement, replaced, exchange, exchanged, compensation, compensated, complaint, complaints, complained, escalate, escalated,
    closed my case, case was closed, ticket closed, one contact, first contact, first call, explain again, explain everything,
    explain it all again, own up, saw it through, went out of their way, came up with, workaround, still not, made it right, put it right
    """,
)
KNOWLEDGE = _theme(
    "knowledge",
    N_("Knowledge and advice"),
    """
    专业 熟练 业务不 业务能力 不熟悉 知识 懂行 内行 外行 不懂 不清楚 一问三不知 说不清 讲不清 说不明白 讲解 解释 解说 解答 答疑 介绍 说法不一
    说法不同 说法都不 不一样的说法 新手 新员工 新来的 实习生 培训 误导 说错 讲错 算错 有经验 经验丰富 没经验 建议很 很懂 都懂 清楚明了 详细 水平
    技术好
    專業 熟練 業務不 業務能力 知識 內行 一問三不知 說不清 講不清 說不明白 講解 解釋 解說 介紹 說法不一 說法不同 新員工 新來的 實習生 工讀生
    教育訓練 培訓 誤導 說錯 講錯 算錯 有經驗 經驗豐富 沒經驗 建議很 清楚明瞭 詳細 水準 技術好 說法都不 不一樣的說法
    """,
    """
    knowledge, knowledgeable, knew, knows, know what, know how, did not know, didn't know, does not know, doesn't know, do not know, don't know,
    no idea, no clue, clueless, expert, experts, expertise, professional, professionally, professionalism, competent, competence, incompetent,
    incompetence, skilled, skilful, skillful, unskilled, trained, untrained, training, inexperienced, trainee, trainees, explain, explained,
    explains, explaining, explanation, explanations, advice, advise, advised, adviser, advisor, well informed, misinformed, wrong information,
    wrong info, wrong answer, different answer, different answers, contradicted, contradictory, contradicting, conflicting, understood my,
    understood what, did not understand, didn't understand, thorough, thoroughly, answered all, answered my, standard answer
    """,
)
PROMISES = _theme(
    "promises",
    N_("Promises and reliability"),
    """
    承诺 说好 说话不算 不算数 不算话 言而无信 守信 守时 准时 迟到 晚到 失约 爽约 食言 兑现 按时 如约 约定 约好 放鸽子 改期 改时间 临时取消 取消了
    说到做到 答应 欺骗 骗人 骗子 被骗 骗我 忽悠 虚假 诚信 失信 诚实 靠谱 可靠 信任 信赖 第二天才 没有来 没通知 没有通知 不通知 提前通知 提前告知
    没告知 没有告知 爽快 套路 隔天才 跳票 一直没来 没人来
    承諾 說好 說話不算 不算數 不算話 言而無信 守時 準時 遲到 失約 爽約 兌現 按時 如約 約定 約好 放鴿子 放飛機 改時間 臨時取消 說到做到 答應 欺騙
    騙人 騙子 被騙 騙我 虛假 不實 誠信 誠實 靠譜 信賴 沒有來 沒通知 沒有通知 沒告知 黃牛 一直沒來 沒人來 兑現 沒有告知
    """,
    """
    promise, promises, promised, kept its word, their word, agreed, agreement, on time, in time, punctual, punctually, punctuality, on schedule,
    scheduled, rescheduled, reschedule, postponed, appointment, appointments, no show, never came, never arrived, never showed, never turned up,
    did not come, didn't come, did not show up, didn't show up, did not arrive, didn't arrive, came the next day, cancelled, canceled,
    cancellation, misled, misleading, lied, lie, lies, lying, dishonest, honest, honestly told, honesty, trust, trusted, trustworthy, reliable,
    unreliable, reliability, reliably, as advertised, false advertising, scam, cheated, kept me informed, kept us informed, without notice,
    no notice, not informed, not told, nobody told, no one told, let me down, let us down, day early, guarantee, guaranteed, commitment
    """,
)
PRICE = _theme(
    "price",
    N_("Prices and charges"),
    """
    价格 价钱 价位 价高 太贵 很贵 好贵 真贵 偏贵 贵了 有点贵 有些贵 比较贵 更贵 死贵 不贵 小贵 便宜 实惠 性价比 划算 合算 划不来 收费 费用 手续费
    服务费 运费 邮费 快递费 多收 扣费 扣钱 扣款 涨价 降价 加价 加钱 打折 折扣 优惠 促销 特价 会员价 代金券 不值 物有所值 物超所值 宰客 坑人 坑钱
    黑店 账单 明码标价 隐形消费 强制消费 捆绑 报价 押金 退费 cp值 抵食 好抵 值得买 值这个价
    價格 價錢 價位 價高 太貴 很貴 好貴 真貴 偏貴 貴了 有點貴 有些貴 比較貴 更貴 超貴 不貴 小貴 實惠 性價比 收費 費用 手續費 服務費 運費 郵費 扣費
    扣錢 漲價 降價 加價 加錢 優惠 促銷 特價 會員價 折價券 抵買 帳單 賬單 明碼標價 隱形消費 強制消費 綁約 報價 退費 俗擱大碗 值得買 值這個價 死貴
    划不來 快遞費 坑錢 捆綁
    """,
    """
    price, prices, priced, pricing, pricey, expensive, inexpensive, overpriced, cheap, cheaper, cheapest, affordable, good value, great value,
    poor value, value for, cost, costs, costly, fee, fees, charged, charges, charging me, charge for, extra charge, overcharged, overcharge,
    surcharge, bill, bills, billed, billing, invoice, discount, discounts, discounted, special offer, special offers, on sale, coupon, coupons,
    voucher, vouchers, rip off, ripped off, ripoff, worth, money, deposit, quote, quoted, tariff, free of charge, fare, fares, bargain, pay more,
    paid more, paid for, refund policy, rates
    """,
)
ENVIRONMENT = _theme(
    "environment",
    N_("Surroundings and atmosphere"),
    """
    环境 装修 装饰 布置 氛围 气氛 太吵 很吵 好吵 有点吵 吵闹 吵死 嘈杂 噪音 噪声 安静 灯光 光线 昏暗 明亮 温馨 舒适 拥挤 人太多 人很多 太挤 很挤
    空调 太热 太冷 闷热 好热 好冷 通风 空气 温度 宽敞 狭小 狭窄 音乐 陈列 货架 布局 空间 杂乱 整齐 整洁 大厅 烟味 座位太近
    環境 裝潢 裝修 裝飾 佈置 氛圍 氣氛 有點吵 吵鬧 吵雜 嘈雜 噪聲 安靜 燈光 光線 溫馨 舒適 擁擠 太擠 很擠 空調 冷氣 太熱 悶熱 好熱 通風 空氣 溫度
    寬敞 狹小 狹窄 音樂 陳列 貨架 動線 空間 雜亂 整齊 整潔 大廳 菸味 煙味 佈局
    """,
    """
    environment, surroundings, atmosphere, ambience, ambiance, decor, decoration, decorated, interior, noisy, noise, loud, quiet, quieter,
    peaceful, crowded, overcrowded, packed with people, cramped, spacious, roomy, bright, gloomy, dim, lighting, lights, air conditioning, aircon,
    air con, too hot, too cold, too warm, freezing cold, stuffy, draughty, ventilation, temperature, heating, music, cosy, cozy, comfortable,
    uncomfortable, comfort, tidy, tidier, untidy, messy, cluttered, layout, well sorted, shelves, display, displays, modern, shabby, run down,
    rundown, old fashioned
    """,
)
FACILITIES = _theme(
    "facilities",
    N_("Parking, access and facilities"),
    """
    停车 车位 泊车 交通 地铁 公交 位置 地址 地段 难找 好找 找不到门 指示牌 标识 指引 引导牌 电梯 扶梯 楼梯 无障碍 轮椅 座位 座椅 没地方坐 没位子
    椅子 沙发 等候区 休息区 休息室 厕所 洗手间 卫生间 母婴室 充电 无线网 饮水 茶水 热水 设施 设备 自助机 自助终端 取款机 叫号机 取号机 婴儿车
    儿童区 儿童乐园 试衣间 更衣室 购物车 营业时间 开门时间 关门 网点少 网点太少 打印机 巴士 哺乳室
    停車 車位 地鐵 捷運 港鐵 公車 地點 難找 標示 標識 電梯 樓梯 升降機 無障礙 輪椅 沒地方坐 沒位子 沙發 等候區 休息區 廁所 洗手間 化妝室 育嬰室
    充電 無線網 飲水 熱水 設施 設備 自助機 提款機 櫃員機 號碼機 嬰兒車 兒童區 兒童樂園 試衣間 購物車 營業時間 開門時間 關門 據點少 印表機 泊車
    找不到門 引導牌 衛生間 母嬰室 自助終端 取款機 叫號機 取號機 網點少 網點太少 打印機
    """,
    """
    parking, park, parked, carpark, garage, lift, lifts, elevator, elevators, escalator, escalators, stairs, ramp, wheelchair, accessible,
    accessibility, disabled access, seat, seats, seating, chair, chairs, bench, nowhere to sit, place to sit, toilet, toilets, restroom,
    restrooms, bathroom, bathrooms, washroom, washrooms, changing room, changing rooms, fitting room, fitting rooms, baby room, signs, signage,
    signposted, facility, facilities, equipment, wifi, wi fi, atm, atms, kiosk, kiosks, self service machine, ticket machine, charger, socket,
    waiting area, waiting corner, waiting room, lounge, location, located, public transport, bus stop, metro, subway, easy to find, hard to find,
    difficult to find, opening hours, open late, closing time, pram, stroller, playground, children's corner, kids corner, play area, trolley,
    trolleys, water dispenser, printer
    """,
)
ONLINE = _theme(
    "online",
    N_("Website, app and online service"),
    """
    小程序 公众号 网站 网页 网上 线上 在线 官网 系统 登录 登陆 注册 验证码 密码 闪退 卡顿 卡死 很卡 太卡 崩溃 死机 加载 打不开 进不去 界面
    操作复杂 操作简单 下单 支付失败 付款失败 无法支付 无法付款 支付不了 扫码 二维码 网银 手机银行 微信 支付宝 智能客服 机器人 更新 链接 网络 网速
    断网 掉线 客户端 软件 网店 网购 直播 推送 页面 手机端 电子发票 小程式 登入 卡住 介面 智慧客服 推播
    公眾號 官方帳號 網站 網頁 網上 線上 官網 系統 登錄 註冊 驗證碼 密碼 閃退 當機 死機 崩潰 載入 打不開 進不去 操作複雜 操作簡單 下單 支付失敗
    付款失敗 無法支付 無法付款 掃碼 掃描 二維碼 條碼 網銀 網路 行動銀行 手機銀行 支付寶 機器人 連結 網絡 網速 斷網 斷線 軟體 軟件 網店 網購 頁面
    電子發票 在線 登陸 卡頓 加載 鏈接 掉線 客戶端 手機端
    """,
    """
    app, apps, website, websites, web site, web page, webpage, web shop, webshop, online, internet, portal, login, log in, logged in, log on,
    logging in, sign in, password, passwords, crash, crashes, crashed, crashing, freezes, froze, bug, bugs, buggy, glitch, glitches, glitchy,
    loading, system, systems, mini program, chatbot, bot, live chat, the chat, chat keeps, chat kept, interface, user friendly, error message,
    error messages, qr, wechat, weixin, alipay, digital, download, browser, offline, click, clicks, verification code, e mail, email, emails,
    web form
    """,
)
HYGIENE = _theme(
    "hygiene",
    N_("Cleanliness and safety"),
    """
    卫生 干净 很脏 太脏 好脏 真脏 脏兮兮 脏乱 脏了 肮脏 不脏 清洁 打扫 保洁 垃圾桶 垃圾没 都是垃圾 异味 臭味 很臭 难闻 灰尘 油腻 污渍 蟑螂 老鼠
    苍蝇 蚊子 虫子 有虫 有头发 根头发 消毒 口罩 安全 隐患 危险 滑倒 地滑 摔倒 绊倒 受伤 过敏 拉肚子 食物中毒 变质 发霉 消防 保安 安保 被偷 小偷
    隐私 泄露 污糟 曱甴 跌倒 保全 衞生
    衛生 乾淨 很髒 太髒 好髒 真髒 髒兮兮 髒亂 髒了 骯髒 不髒 清潔 打掃 垃圾沒 異味 難聞 灰塵 油膩 污漬 蒼蠅 蟲子 有蟲 小蟲 有頭髮 根頭髮 隱患 危險
    絆倒 受傷 過敏 變質 發霉 隱私 個資 外洩 洩漏 保潔 汙漬 發黴 洩露
    """,
    """
    clean, cleaned, cleaning, cleaner than, cleanliness, spotless, unclean, dirty, filthy, filth, dirt, dust, dusty, hygiene, hygienic,
    unhygienic, sanitary, unsanitary, sanitiser, sanitizer, disinfected, smell, smells, smelly, smelled, smelt, stink, stinks, stinky, stain,
    stains, stained, sticky, mould, mold, mouldy, moldy, cockroach, cockroaches, mice, rat, rats, insect, insects, safe, safely, safety, unsafe,
    danger, dangerous, hazard, hazards, hazardous, slippery, slipped, tripped, injured, injury, food poisoning, felt sick, allergy, allergic,
    allergies, out of date, security, theft, stolen, pickpocket, privacy, masks, face mask
    """,
)
PHONE = _theme(
    "phone",
    N_("Reaching someone by phone"),
    """
    电话 热线 打不通 占线 没人接 无人接 接听 接通 转接 转来转去 挂断 挂我 挂了我 回电 回拨 忙音 语音 按键 来电 短信 联系不上 联系不到 找不到人
    找不到客服 人工客服 转人工 人工服务 呼叫中心 话务 听不清 没人应 没人回 没人理 总机 打唔通 真人客服 客服中心
    電話 熱線 佔線 占線 忙線 沒人接 無人接 接聽 轉接 轉來轉去 掛斷 掛我 掛了我 回電 回撥 語音 按鍵 來電 簡訊 短訊 聯絡不上 聯絡不到 聯繫不上
    聯繫不到 轉真人 轉人工 專人服務 話務 聽不清 沒人應 沒人回 沒人理 總機 人工服務
    """,
    """
    phone, phones, phoned, phoning, telephone, telephoned, call, calls, called, calling, caller, callback, hotline, helpline, on hold, hold music,
    line busy, line is busy, line was busy, busy line, busy signal, voicemail, voice mail, answering machine, hung up, hang up, hangs up, cut off,
    disconnected, rang, ringing, unreachable, reachable, get through, got through, getting through, reach anyone, reach someone, reach you,
    reach them, reach a person, could not reach, couldn't reach, cannot reach, can't reach, hard to reach, real person, human being, transfer me,
    dial, dialled, dialed, switchboard, extension number, nobody answers, nobody answered, no one answers, no one answered, pick up the,
    picked up the, transferred me, transferred to another, transferred between, was transferred from
    """,
)
PRODUCT = _theme(
    "product",
    N_("Product quality and choice"),
    """
    产品 商品 质量问题 东西质量 质感 做工 材质 面料 坏了 坏掉 破损 损坏 破了 裂了 瑕疵 缺陷 次品 残次 假货 正品 故障 失灵 不能用 用不了 耐用 掉色
    褪色 尺寸 尺码 新鲜 好吃 难吃 味道 口感 口味 分量 份量 菜品 食材 食物 饭菜 包装 缺货 断货 没货 无货 货不全 品种 种类 款式 型号 发错 少发 漏发
    实物 图片不符 描述不符 货不对板 性能 保质期 过期 库存 配件 零件 好食 菜色 少寄 漏寄 保存期限
    產品 質感 材質 壞了 壞掉 破損 損壞 假貨 失靈 尺碼 新鮮 難吃 難食 餐點 包裝 缺貨 斷貨 沒貨 無貨 貨不全 品項 品種 種類 型號 寄錯 出錯貨 實物
    圖片不符 貨不對辦 貨不對板 過期 庫存 質量問題 東西質量 殘次 飯菜 發錯 少發 漏發 保質期
    """,
    """
    product, products, item, items, goods, merchandise, poor quality, good quality, high quality, low quality, bad quality, well made, badly made,
    broke, broken, breaks, defect, defects, defective, faulty, damaged, damage, flaw, flaws, flawed, fake, counterfeit, durable, flimsy, sturdy,
    fabric, wrong size, wrong colour, wrong color, fresh, freshness, stale, expired, tasty, taste, tastes, tasted, tasteless, delicious, flavour,
    flavor, food, meal, meals, dish, dishes, portion, portions, ingredients, packaging, packaged, stock, sold out, half empty, selection,
    assortment, wide range, variety, wrong order, wrong part, missing parts, spare part, spare parts, as described, stopped working,
    does not work, doesn't work, did not work, didn't work, malfunction, malfunctioned
    """,
)

DICTIONARY = Dictionary(
    VERSION,
    (
        ATTITUDE,
        SPEED,
        PROBLEM_SOLVING,
        KNOWLEDGE,
        PROMISES,
        PRICE,
        ENVIRONMENT,
        FACILITIES,
        ONLINE,
        HYGIENE,
        PHONE,
        PRODUCT,
    ),
)
