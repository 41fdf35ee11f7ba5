"""What customers of the sample company write, by theme and by how they liked it."""

import numpy as np

GOOD = {
    "attitude": (
        "Friendly and patient from start to finish.", "They really listened, thank you.", "Warm welcome, I felt at home.",
        "Very polite, even at the busiest hour.", "The lady at the desk remembered me. Lovely!", "Kind words on a bad day.",
        "Courteous, never pushy.", "Explained everything twice without a sigh.", "A smile that was meant.",
        "服务态度很好，很耐心。", "工作人员很热情，主动帮忙。", "前台小姐姐特别亲切。", "讲解细致，不厌其烦。",
        "一直面带微笑，体验很好。", "很有礼貌，让人舒服。", "主动询问需要什么帮助，赞。", "态度真诚，下次还来。",
        "对老人很照顾，感谢！",
    ),
    "speed": (
        "Served within two minutes.", "Quick answer, no waiting.", "Faster than promised.", "The queue moved well.",
        "Called back the same morning.", "In and out in ten minutes, great.", "Reply came at once, even on a Sunday.",
        "Swift and smooth.", "Delivery was a day early.",
        "响应很快，几乎不用等。", "处理速度快，点赞。", "五分钟就办好了。", "打电话马上有人接。", "线上客服秒回。",
        "上门很准时。", "效率高，不拖拉。", "排队很快就轮到了。", "当天就解决，真快。",
    ),
    "problem_solving": (
        "Solved at the first call.", "They found a solution nobody else saw.", "My problem was fixed on the spot.",
        "The technician knew exactly what to do.", "Took charge and saw it through.", "Refund settled without fuss.",
        "Clear advice, and it worked.", "Went out of their way to find the part.", "One contact, one answer, done.",
        "问题一次就解决了。", "师傅很专业，修好了。", "退换货很顺利。", "给出的方案很实用。", "一个人跟到底，不用反复说。",
        "很快找到原因并处理好。", "投诉后处理得很满意。", "解释清楚，结果也好。", "主动跟进，直到解决。",
    ),
    "place": (
        "Clean, bright store.", "Easy to find and easy to park.", "Good value for money.", "The app is simple to use.",
        "Nice waiting corner with tea.", "Fair prices, clearly shown.", "Well sorted shelves.",
        "Children's corner is a good idea.", "Members' day was well organised.",
        "环境干净整洁。", "价格公道，性价比高。", "停车方便。", "小程序很好用。", "等候区有茶水，贴心。",
        "陈列清楚，好找。", "会员活动很实惠。", "店里布置很温馨。", "交通便利，常来。",
    ),
}
POOR = {
    "attitude": (
        "Nobody even said hello.", "Rude tone when I asked a second time.", "I felt like a nuisance.",
        "Staff talked to each other, not to me.", "No apology, no explanation.", "Eyes on the phone all the time.",
        "Cold and impatient.", "They blamed me for their mistake.", "I was interrupted before I had finished.",
        "态度冷淡，爱理不理。", "问两句就不耐烦。", "没有人打招呼。", "说话语气很差。", "员工只顾聊天。",
        "没有道歉，也没有解释。", "感觉不被尊重。", "推来推去，态度敷衍。", "新来的员工脸色很难看。",
    ),
    "speed": (
        "Waited forty minutes for a simple question.", "No answer for three days.", "On hold for ages, then cut off.",
        "One counter open, ten people waiting.", "Promised two hours, came the next day.", "Far too slow.",
        "The chat kept saying: please wait.", "Delivery was late again.", "Nobody told us why it took so long.",
        "等了半个多小时。", "回复太慢了。", "电话一直占线。", "排队太久，只开一个窗口。", "说好当天上门，第二天才来。",
        "客服半天没人应。", "办个手续要一个小时。", "物流太慢。", "催了三次才有回音。",
    ),
    "problem_solving": (
        "Still not fixed after two visits.", "Sent from one desk to the next.", "They closed my case without a solution.",
        "Wrong part ordered twice.", "Had to explain it all again to every person.", "Standard answer that did not fit.",
        "Refund still missing.", "Nobody felt responsible.", "The repair lasted a week, then it broke again.",
        "问题还是没解决。", "修了两次又坏了。", "每个人说法不一样。", "踢皮球，没人负责。", "退款到现在没到账。",
        "答非所问。", "反复解释很多遍。", "只会说按规定，没有办法。", "投诉后没有下文。",
    ),
    "place": (
        "Prices went up, service did not.", "Nowhere to park.", "The app crashes when I pay.",
        "Nowhere to sit while waiting.", "Store was too hot and loud.", "Shelves half empty.", "Signs are confusing.",
        "Fees were not explained.", "The web shop shows the wrong stock.",
        "价格偏高。", "停车难。", "小程序老是闪退。", "等候区没有座位。", "店里太吵。", "货不全。", "指示牌看不懂。",
        "收费不透明。", "空调太热。",
    ),
}
USUAL = {
    "attitude": (
        "Polite enough, nothing special.", "Correct, but a little distant.",
        "态度还可以，不算热情。", "一般般，礼貌但不主动。",
    ),
    "speed": (
        "A bit slow today, otherwise fine.", "The wait was acceptable.",
        "速度一般，等了一会儿。", "高峰期慢一点，可以理解。",
    ),
    "problem_solving": (
        "Half of it is solved.", "It works for now, let us see.",
        "解决了一部分。", "处理结果一般，希望再跟进。",
    ),
    "place": (
        "Average store, average price.", "Fine, could be tidier.",
        "还行，中规中矩。", "价格一般，环境还好。",
    ),
}


def comments(theme: np.ndarray, good: np.ndarray, poor: np.ndarray, share: float, rng: np.random.Generator) -> np.ndarray:
    """A comment on the theme that fits the score, for about `share` of the answers; "" elsewhere."""
    chosen = np.full(len(theme), "", dtype=object)
    speaks = rng.random(len(theme)) < share
    good, poor = np.asarray(good), np.asarray(poor)
    for texts, fits in ((GOOD, good), (POOR, poor), (USUAL, ~(good | poor))):
        for name, written in texts.items():
            here = speaks & fits & (theme == name)
            chosen[here] = rng.choice(np.array(written, dtype=object), here.sum())
    return chosen
