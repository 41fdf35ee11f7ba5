"""KPIs: declared, asked, answered, judged; and the statistics behind them."""
