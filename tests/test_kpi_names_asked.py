"""KPIs in files of targets under names of their own: taken where they say one KPI only, asked where
they may mean several, told where they are a slip."""

from datetime import date

import pytest

from data.kinds.catalog import TARGET
from data.matching.recognise import fits, recognise
from data.questions import still_open
from data.reading.options import Options
from data.reading.reader import read
from data.uploads.prepare import prepare
from errors import FileRefused
from metrics.handed.kpi_facts import KPI_FACTS
from metrics.targets.kpi_meant import kpi_meant

TODAY = date(2026, 11, 28)


def load(text: str, **answers: str):
    options = Options(answers=answers)
    return prepare(text.encode(), "targets.csv", TARGET, options, TODAY, KPI_FACTS)


def asked(found) -> dict[str, str]:
    return {
        one.name: one.likely for one in still_open(found.checked.questions, found.options.answers)
    }


def listed(*names: str) -> str:
    return "指标,目标,日期\n" + "".join(f"{name},80,2026-12-31\n" for name in names)


@pytest.mark.parametrize(
    ("name", "kpi"),
    [
        ("NPS净推荐值", "net_promoter_score"),
        ("NPS (Net Promoter Score)", "net_promoter_score"),
        ("CSAT目标", "csat"),
        ("神秘客得分", "mystery_score"),
        ("Mystery Shopping Score", "mystery_score"),
        ("Kundenzufriedenheit gesamt", "csat"),
    ],
)
def test_a_name_that_holds_one_kpi_only_is_taken(name, kpi):
    found = load(listed(name, "NPS"))
    assert asked(found) == {} and found.checked.rows["kpi"].iloc[0] == kpi


@pytest.mark.parametrize(
    ("name", "kpi"),
    [
        ("首次考试通过率", "first_attempt_pass_rate"),
        ("考试一次通过率", "first_attempt_pass_rate"),
        ("考試通過率（首考）", "first_attempt_pass_rate"),
        ("Erstbestehensquote Prüfung", "first_attempt_pass_rate"),
        ("Taux de réussite au premier essai", "first_attempt_pass_rate"),
        ("客户满意度平均分", "satisfaction_mean"),
        ("服务态度好评率", "attitude_satisfaction"),
        ("Customer Satisfaction Index", "csat"),
        ("Satisfacción general (%)", "csat"),
    ],
)
def test_a_name_that_may_mean_several_is_asked_about(name, kpi):
    found = load(listed(name, "NPS"))
    assert asked(found) == {f"kpi_name:{name}": kpi}
    assert found.checked.rows["kpi"].tolist() == [kpi, "net_promoter_score"]
    out = load(listed(name, "NPS"), **{f"kpi_name:{name}": "none"})
    assert asked(out) == {} and out.checked.rejected == 1


@pytest.mark.parametrize(
    "name", ["Umsatz", "门店客流", "Average handle time", "csatt", "客戶滿意渡"]
)
def test_another_measure_and_a_slip_are_told_and_not_asked(name):
    found = load(listed(name, "NPS"))
    assert asked(found) == {} and found.checked.rejected == 1


def test_what_staff_think_is_likely_no_kpi():
    assert kpi_meant("員工滿意度").likely is None and kpi_meant("員工滿意度").choices


def test_names_above_a_column_for_each_kpi_are_asked_about_too():
    text = "门店,客户满意度目标,NPS目标,首次考试通过率目标\n静安店,88%,40,85%\n徐汇店,86%,38,82%\n"
    found = load(text)
    assert asked(found)["kpi_name:首次考试通过率"] == "first_attempt_pass_rate"
    assert sorted(set(found.checked.rows["kpi"])) == [
        "csat",
        "first_attempt_pass_rate",
        "net_promoter_score",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "序号,KPI名称,单位,Q1,Q2\n1,NPS净推荐值,分,35,38\n2,客户满意度,%,85%,86%\n",
        "Kennzahl,Filiale,Zielwert,bis\nNPS,Köln,40,31.12.2026\nCSAT,Köln,85 %,31.12.2026\n",
        "Was,Wert 2026,Stichtag\nKundenzufriedenheit,85 %,31.12.2026\nNPS,40,31.12.2026\n",
    ],
)
def test_names_of_kpis_tell_that_a_file_holds_targets(text):
    ranked = recognise(read(text.encode(), "x.csv", Options()), "x.csv", KPI_FACTS)
    assert ranked[0][0] == "target" and fits(ranked)


def test_the_only_days_are_when_targets_are_due():
    text = "Kennzahl,Zielwert,{}\nNPS,40,31.12.2026\nCSAT,85 %,31.12.2026\n"
    due = load(text.format("bis")).checked.rows["due"]
    assert due.dt.date.unique().tolist() == [date(2026, 12, 31)]
    with pytest.raises(FileRefused, match="lacks"):
        load(text.format("Stand vom"))


@pytest.mark.parametrize("cell", ["mind. 85 %", "min. 85%", "≥ 85 %"])
def test_short_words_of_a_form_are_read(cell):
    found = load(f"Kennzahl,Zielwert,bis\nCSAT,{cell},31.12.2026\nNPS,40,31.12.2026\n")
    assert found.checked.rows["value"].tolist() == [85, 40]


@pytest.mark.parametrize(
    "written, kpi",
    [
        ("顧客満足度（CSAT）", "csat"),
        ("首考通过率", "first_attempt_pass_rate"),
        ("Taux de réussite au premier passage", "first_attempt_pass_rate"),
        ("一次性解决率", "first_contact_resolution"),
        ("投诉量", "complaints"),
        ("每千次接触投诉量", "complaints_per_1000"),
    ],
)
def test_usual_names_of_plans_are_known_without_a_question(written, kpi):
    assert KPI_FACTS.name_of(written) == kpi


@pytest.mark.parametrize(
    "written, kpi",
    [
        ("客户投诉率", "complaints_per_1000"),
        ("投诉处理时长", "complaint_handling_time"),
        ("上门服务及时率", "arrived_in_time"),
        ("Erstkontaktlösung", "first_contact_resolution"),
        ("工单重开比例", "reopening_rate"),
        ("attitude complaints per month", "attitude_complaint_rate"),
    ],
)
def test_names_of_requests_and_complaints_are_asked_with_the_likely_kpi_first(written, kpi):
    assert KPI_FACTS.name_of(written) is None and KPI_FACTS.meant(written).likely == kpi
