"""Reports for the committee: one outline of figures and sentences, written as slides, workbook or
document."""
