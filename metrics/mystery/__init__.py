"""Mystery shopping and recognition: composite scores, agreement of raters, severity of shoppers,
service stars."""
