"""What customers buy: only to see who comes back."""

from dataclasses import replace

from data.kinds import choice_stems
from data.kinds.schema import Column, DatasetKind, Type
from data.kinds.shared import CHANNEL, SEGMENT, UNITS, moment
from i18n import N_

_AMOUNTS = "data.checking.rules.money:read_amounts"

PURCHASE = DatasetKind(
    "purchase",
    N_("Purchase"),
    N_(
        "One row an order, or a line of one: who bought, when, and for how much. Customers are kept only as codes that cannot be traced back."
    ),
    columns=(
        Column(
            "order_id",
            N_("Order number"),
            example="SO-2026-00417",
            headings=(
                *("order", "order id", "order no", "order number", "sales order", "invoice"),
                *("invoice no", "invoice number", "transaction id", "receipt no", "name", "id"),
                *(
                    "订单编号",
                    "订单号",
                    "订单 ID",
                    "订单id",
                    "单号",
                    "交易号",
                    "小票号",
                    "主订单编号",
                ),
                *("訂單編號", "訂單號", "訂單號碼", "單號", "交易編號", "發票號碼"),
            ),
        ),
        Column(
            "order_line",
            N_("Line of the order"),
            example="1",
            headings=(
                *("line", "line no", "line number", "row id", "item", "line item", "product id"),
                *("asin isbn product code", "sku", "lineitem sku", "lineitem name", "stock code"),
                *("子订单编号", "商品编码", "商品编号", "行号", "明细行", "商品标题", "商品id"),
                *("子訂單編號", "商品編碼", "商品編號", "行號", "明細列", "貨號"),
            ),
        ),
        moment(
            N_("Paid on"),
            *("paid at", "paid on", "payment time", "order date", "purchase date", "date paid"),
            *("created at", "date created", "invoice date", "transaction date", "sale date"),
            *("order time", "yyyymmdd", "date of purchase"),
            *(
                "订单付款时间",
                "付款时间",
                "买家付款时间",
                "支付时间",
                "订单日期",
                "订单创建时间",
                "下单时间",
            ),
            *("成交时间", "交易时间", "购买日期", "消费日期", "消费时间", "下单日期", "日期"),
            *(
                "付款時間",
                "支付時間",
                "訂單日期",
                "訂單建立時間",
                "下單時間",
                "交易時間",
                "購買日期",
            ),
            *("消費日期", "訂單成立時間"),
            example="2026-09-17 15:40",
        ),
        Column(
            "customer",
            N_("Customer"),
            required=True,
            filled=True,
            personal=True,
            hashed=True,
            example="C-20417",
            headings=(
                *("customer id", "customer number", "customer no", "customer code", "client id"),
                *("member id", "member no", "member number", "user id", "buyer id", "email"),
                *("buyer", "account id", "customer email", "survey responseid", "customerid"),
                *("master id", "shopper id", "contact id"),
                *(
                    "买家会员名",
                    "买家昵称",
                    "客户 ID",
                    "客户id",
                    "客户编号",
                    "会员号",
                    "手机号",
                    "会员编号",
                ),
                *("会员卡号", "买家账号", "顾客编号", "用户id", "买家id", "会员id", "收货人手机"),
                *(
                    "會員編號",
                    "會員號",
                    "客戶編號",
                    "顧客編號",
                    "手機號碼",
                    "會員卡號",
                    "買家帳號",
                    "客戶代號",
                ),
            ),
        ),
        Column(
            "amount",
            N_("Amount"),
            Type.NUMBER,
            reader=_AMOUNTS,
            example="129.90",
            headings=(
                *("total", "sales", "order total", "total price", "revenue", "amount paid", "usd"),
                *("grand total", "net amount", "purchase price per unit", "dollars", "paid"),
                *(
                    "买家实际支付金额",
                    "实付金额",
                    "商品金额合计",
                    "销售额",
                    "订单金额",
                    "总金额",
                    "支付金额",
                ),
                *(
                    "消费金额",
                    "金额",
                    "實付金額",
                    "銷售額",
                    "訂單金額",
                    "總金額",
                    "消費金額",
                    "金額",
                ),
            ),
        ),
        Column(
            "refunded",
            N_("Refunded"),
            Type.NUMBER,
            reader=_AMOUNTS,
            low=0,
            example="0",
            headings=(
                *("refund", "refund amount", "refunded amount", "amount refunded"),
                *("退款金额", "买家退款金额", "已退款金额", "退款金額", "已退款金額"),
            ),
        ),
        Column(
            "status",
            N_("Status of the order"),
            example="paid",
            choices=(
                ("paid", N_("Paid")),
                ("cancelled", N_("Cancelled")),
                ("returned", N_("Returned")),
            ),
            spellings=(
                (
                    "paid",
                    (
                        *("paid", "completed", "complete", "closed", "shipped", "delivered"),
                        *("fulfilled", "processing", "partially_refunded", "partially refunded"),
                        *("success", "finished", "invoiced", "settled", "authorized"),
                        *(
                            "交易成功",
                            "已完成",
                            "已付款",
                            "已发货",
                            "已签收",
                            "部分退款",
                            "待发货",
                            "待收货",
                        ),
                        *("卖家已发货", "买家已付款", "完成", "支付成功", "已支付"),
                        *("已出貨", "已送達", "部分退款", "待出貨", "交易完成", "已簽收"),
                    ),
                ),
                (
                    "cancelled",
                    (
                        *("canceled", "cancelled", "voided", "void", "pending", "unpaid"),
                        *("expired", "failed", "on hold", "declined", "awaiting payment"),
                        *(
                            "交易关闭",
                            "已取消",
                            "已关闭",
                            "未付款",
                            "待付款",
                            "等待买家付款",
                            "取消",
                        ),
                        *("交易關閉", "已關閉", "等待付款"),
                    ),
                ),
                (
                    "returned",
                    (
                        *("returned", "refunded", "chargeback", "return"),
                        *(
                            "已退款",
                            "已退货",
                            "退货退款",
                            "退款成功",
                            "退货",
                            "已退貨",
                            "退貨",
                            "退款完成",
                        ),
                    ),
                ),
            ),
            stems=choice_stems.ORDER_STATUSES,
            headings=(
                *("status", "order status", "financial status", "payment status"),
                *(
                    "订单状态",
                    "交易状态",
                    "支付状态",
                    "状态",
                    "訂單狀態",
                    "交易狀態",
                    "付款狀態",
                    "狀態",
                ),
            ),
        ),
        *UNITS,
        replace(CHANNEL, headings=(*CHANNEL.headings, "sales channel", "销售渠道", "銷售管道")),
        SEGMENT,
    ),
    identifiers=("order_id", "customer", "order_line"),
    dimensions=("department", "store", "region", "channel", "segment"),
    owner=N_("Marketing and customer service"),
    case=("customer",),
    carried_down=(
        *("date", "customer", "status", "department", "store", "region", "channel", "segment"),
    ),
    in_parts=N_(
        "Rows with the order, customer and day of a row above: {count}. They are kept as lines of "
        "their own; what a customer bought on one day counts once."
    ),
    enough=30,
    rules="data.checking.rules.purchase:apply_rules",
    named_by=r"order|purchase|paid|payment|amount|price|total|sales|revenue|invoice|transaction|basket|订单|訂單|购买|購買|付款"
    r"|支付|金额|金額|交易|买家|買家|销售|銷售|消费|消費|Bestell|Rechnung|commande|auftrag|betrag|umsatz|verkauf|montant|vente|importe|monto"
    r"|venta|売上|購入|注文|주문|achat|pedido|compra|réservation|reserva|booking|buchung|sipariş|zamówien|заказ|belegnr|nettowert|net value|vbeln",
)
