"""Reports: the quarterly evaluation report and the monthly brief, made and taken along."""

from ui.shell.frame import open_frame

say = open_frame()

from ui.reports.page import draw_reports
from ui.shell.bar import draw_plain_bar

draw_plain_bar(say, "reports")
draw_reports(say)
