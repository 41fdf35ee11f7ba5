"""The commands, as schedulers and scripts call them: text, JSON, exit codes."""

import argparse
import json
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import data.__main__ as data_commands
import metrics.__main__ as metrics_commands
from data import __version__
from data.commands.load_options import add_load_options, options_of
from data.kinds.catalog import KINDS, PURCHASE, STAFF_SURVEY, TRAINING
from data.reading.options import Options
from data.uploads.prepare import prepare
from metrics.catalog import DECLARED, KPIS
from metrics.handed.kpi_facts import KPI_FACTS
from tests.conftest import ROOT


@pytest.fixture(autouse=True)
def own_database(tmp_path, monkeypatch, empty_file) -> Path:
    path = Path(shutil.copy(empty_file, tmp_path / "own.duckdb"))
    monkeypatch.setenv("SERVICE_CULTURE_DB", str(path))
    return path


@pytest.fixture
def call(capsys):
    """Run a command; exit code, what it printed, what it complained of."""

    def run(*arguments: str, commands=data_commands) -> tuple[int, str, str]:
        code = commands.main(arguments)
        printed = capsys.readouterr()
        return code, printed.out, printed.err

    return run


@pytest.fixture
def written(tmp_path):
    def write(name: str, content: str | bytes) -> str:
        path = tmp_path / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return str(path)

    return write


def loaded(call, *arguments: str) -> dict:
    code, out, err = call("load", *arguments, "--json")
    assert code == 0, err
    return json.loads(out)


NPS = (
    "response_id,date,store,score\n1,2026-01-05 10:00,A,10\n2,2026-01-05 10:01,A,3\n"
    "3,2026-02-05 10:02,B,11\n"
)


def test_load_says_in_json_what_it_did(call, written):
    done = loaded(call, "nps", written("nps.csv", NPS))
    assert done["rows"] == {"read": 3, "kept": 2, "rejected": 1, "replaced": 0, "left_out": 0}
    assert done["match"] == {
        "response_id": "response_id",
        "date": "date",
        "store": "store",
        "score": "score",
    }
    assert (
        done["upload"],
        done["kind"],
        done["file"],
        done["unused"],
        done["dropped_personal"],
    ) == (1, "nps", "nps.csv", [], [])
    issue = done["issues"][0]
    assert (issue["level"], issue["row"], issue["column"], issue["value"]) == (
        "error",
        4,
        "score",
        "11",
    )
    assert issue["text"] == "“score” is 11, outside 0 to 10. Correct these cells, or empty them."
    assert {
        "kpi": "net_promoter_score",
        "period": "2026-01-01",
        "before": None,
        "after": 0.0,
    } in done["moves"]


def test_what_a_staff_survey_moves_is_named_not_told(call, written):
    file = written("staff.csv", "response_id,date,store,concept_known\n1,2026-01-05,A,yes\n")
    done = loaded(call, "staff_survey", file, "--dry-run")
    assert done["moves"] == [] and "concept_awareness" in done["moves_untold"]
    told = call("load", "staff_survey", file, "--dry-run")[1]
    assert "Not told, since staff answered without their names" in told and "->" not in told


def test_a_dry_run_stores_nothing(call, written):
    file = written("nps.csv", NPS)
    assert loaded(call, "nps", file, "--dry-run")["rows"]["kept"] == 2
    assert json.loads(call("uploads", "--json")[1]) == []
    assert loaded(call, "nps", file)["already"] is False


def test_the_same_file_again_and_undo(call, written):
    file = written("nps.csv", NPS)
    first = loaded(call, "nps", file)["upload"]
    again = loaded(call, "nps", file)
    assert (again["upload"], again["already"]) == (first, True)
    assert call("undo", str(first))[0] == 0
    assert call("undo", str(first))[0] == 2
    assert (
        json.loads(call("show", "net_promoter_score", "--json", commands=metrics_commands)[1])[
            "rows"
        ]
        == []
    )
    assert "outside 0 to 10" in call("issues", str(first))[1]


def test_show_gives_one_row_a_period(call, written):
    loaded(call, "nps", written("nps.csv", NPS))
    code, out, _ = call(
        "show",
        "net_promoter_score",
        "--grain",
        "year",
        "--by",
        "store",
        "--json",
        commands=metrics_commands,
    )
    shown = json.loads(out)
    assert (code, shown["kpi"], shown["unit"], shown["direction"]) == (
        0,
        "net_promoter_score",
        "nps_points",
        "up",
    )
    row = shown["rows"][0]
    assert (row["period"], row["group"], row["n"], row["value"], row["hidden"]) == (
        "2026-01-01",
        "A",
        2,
        0.0,
        False,
    )
    assert row["low"] == pytest.approx(-73.3, abs=0.1)
    filtered = call(
        "show", "net_promoter_score", "--only", "store=B", "--json", commands=metrics_commands
    )[1]
    assert json.loads(filtered)["rows"] == []


@pytest.mark.parametrize(
    "name, content, words",
    [
        ("empty.csv", "", "empty"),
        ("picture.csv", b"\x89PNG\r\n\x1a\n" + b"\0" * 40, "picture"),
        ("other.csv", "colour,size\nred,4\nblue,5\n", "Score"),
        ("header.csv", "response_id,date,score\n", "row"),
    ],
)
def test_a_file_that_cannot_be_taken_is_refused_in_one_sentence(
    call, written, name, content, words
):
    code, out, err = call("load", "nps", written(name, content))
    assert (code, out) == (1, "")
    assert words in err and name in err
    assert "Traceback" not in err
    assert json.loads(call("uploads", "--json")[1]) == []


def test_an_unknown_kind_or_kpi_names_the_nearest(call, written):
    code, _, err = call("load", "surveys", written("nps.csv", NPS))
    assert (code, "\u201csurvey\u201d" in err) == (2, True)
    code, _, err = call("show", "csatt", commands=metrics_commands)
    assert (code, "Nearest to it: csat." in err) == (2, True)


def test_a_dimension_that_a_kpi_lacks_is_refused_in_words(call):
    code, _, err = call("show", "mystery_visits", "--by", "channel", commands=metrics_commands)
    assert code == 2
    assert "not recorded by channel" in err and "store, region" in err


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_a_template_can_be_loaded_as_it_is(call, written, kind):
    """What loading does besides reading and checking is the same for every kind."""
    template = call("template", kind.name)[1]
    prepared = prepare(template.encode(), "template.csv", kind, Options(), kpis=KPI_FACTS)
    assert len(prepared.checked.rows) == 1, prepared.checked.issues
    assert not prepared.match.unused
    if kind in (TRAINING, PURCHASE, STAFF_SURVEY):  # hashed cells, moves that are not told
        assert loaded(call, kind.name, written("template.csv", template))["rows"]["kept"] == 1


def test_kinds_and_kpis_are_listed(call):
    assert [kind["kind"] for kind in json.loads(call("kinds", "--json")[1])] == [
        kind.name for kind in KINDS
    ]
    assert [
        kpi["kpi"] for kpi in json.loads(call("kpis", "--json", commands=metrics_commands)[1])
    ] == [kpi.name for kpi in DECLARED]
    assert all(kind.name in call("kinds")[1] for kind in KINDS)


@pytest.mark.parametrize("kpi", KPIS, ids=lambda kpi: kpi.name)
def test_explain_tells_definition_sql_interval_and_source(call, kpi):
    told = json.loads(call("explain", kpi.name, "--json", commands=metrics_commands)[1])
    assert told["meaning"] == kpi.meaning and "SELECT" in told["sql"] and told["interval"]
    assert told["files"][0] == kpi.dataset.name


def test_explain_names_all_files_that_a_kpi_is_made_of(call):
    told = call("explain", "complaints_per_1000", commands=metrics_commands)[1]
    assert "Source: It is made of files of “Complaint” and “Contact volume”." in told


def test_verdicts_come_with_every_field(call, written):
    loaded(call, "nps", written("nps.csv", NPS))
    target = (
        "kpi,stage,form,value,due,date,baseline,baseline_date\n"
        "net_promoter_score,short,at_least,-50,2026-01-31,2025-12-01,,\n"
    )
    loaded(call, "target", written("target.csv", target))
    code, out, _ = call("verdicts", "--as-of", "2026-02", "--json", commands=metrics_commands)
    told = json.loads(out)
    assert (code, told["as_of"]) == (0, "2026-02-01")
    row = told["rows"][0]
    assert set(row) >= {
        "kpi",
        "place",
        "stage",
        "due",
        "target",
        "form",
        "value",
        "low",
        "high",
        "n",
        "verdict",
        "probability",
        "required_now",
        "text",
    }
    assert (row["verdict"], row["n"], row["probability"]) == ("not_enough_answers", 2, None)


def test_the_commands_run_as_modules(own_database):
    done = subprocess.run(
        [sys.executable, "-m", "metrics", "kpis"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0 and "csat" in done.stdout


def test_a_long_format_export_of_nps(call, shared):
    done = loaded(
        call,
        "nps",
        str(shared / "real/customer/nps_long_pt.csv"),
        "--where",
        "question_category=NPS",
        "--match",
        "answer_content=score",
        "--match",
        "answer_datetime=date",
        "--match",
        "answer_id=response_id",
    )
    assert done["rows"] == {"read": 535, "kept": 265, "rejected": 0, "replaced": 0, "left_out": 270}
    rows = json.loads(
        call("show", "net_promoter_score", "--grain", "year", "--json", commands=metrics_commands)[
            1
        ]
    )["rows"]
    assert [(row["period"], row["n"], round(row["value"], 2)) for row in rows] == [
        ("2021-01-01", 265, 61.89)
    ]


def test_three_moodle_quizzes_stand_side_by_side(call, shared):
    for number in (1, 2, 3):
        done = loaded(
            call,
            "training",
            str(shared / f"real/survey_exports/moodle_grades_Quiz_{number}.csv"),
            "--set",
            f"course=Quiz {number}",
            "--pass-mark",
            "90",
        )
        assert (done["rows"]["kept"], done["rows"]["left_out"]) == (26, 1)
        assert done["match"]["Email address"] == "employee"
        assert any(issue["level"] == "note" and issue["row"] == 28 for issue in done["issues"])
    by_course = json.loads(
        call(
            "show",
            "first_attempt_pass_rate",
            "--grain",
            "year",
            "--by",
            "course",
            "--json",
            commands=metrics_commands,
        )[1]
    )
    first = by_course["rows"][0]
    assert (first["group"], first["n"], first["value"]) == (
        "Quiz 1",
        26,
        pytest.approx(100 * 23 / 26),
    )
    assert (
        json.loads(
            call("show", "people_examined", "--grain", "year", "--json", commands=metrics_commands)[
                1
            ]
        )["rows"][0]["value"]
        == 78
    )


def test_a_reversed_scale_with_codes_for_no_answer(call, shared):
    done = loaded(
        call,
        "survey",
        str(shared / "real/customer/nhs_fft_testdata.csv"),
        "--match",
        "FFT categorical answer=overall",
        "--scale",
        "1-5",
        "--reversed",
        "--missing",
        "6",
        "--missing",
        "7",
    )
    assert done["rows"]["kept"] == 999
    assert "employee" not in done["match"].values()
    csat = json.loads(call("show", "csat", "--json", commands=metrics_commands)[1])["rows"]
    dissatisfied = json.loads(
        call("show", "dissatisfied_share", "--json", commands=metrics_commands)[1]
    )["rows"]
    assert sum(row["n"] for row in csat) == 705 + 151 + 34 + 18 + 34
    assert round(sum(row["n"] * row["value"] / 100 for row in csat)) == 705 + 151
    assert round(sum(row["n"] * row["value"] / 100 for row in dissatisfied)) == 18 + 34


def test_an_option_that_is_printed_can_be_typed(call, written):
    words = ["Very happy", "Happy", "Over the moon", "Unhappy", "Very unhappy"]
    path = written(
        "words.csv",
        "id,date,Overall satisfaction\n"
        + "".join(f"{at},2026-01-{at % 28 + 1:02d},{words[at % 5]}\n" for at in range(50)),
    )
    code, out, _ = call("load", "survey", path)
    (printed,) = [line.partition(" (likely)")[0] for line in out.splitlines() if "(likely)" in line]
    assert code == 1 and shlex.split(printed)[0] == "--answer" and "Over the moon=" in printed
    assert loaded(call, "survey", path, *shlex.split(printed))["rows"]["kept"] == 50


def test_an_answer_to_what_a_file_does_not_ask_is_said_and_stores_nothing(call, written):
    path = written(
        "plain.csv",
        "id,date,Overall satisfaction\n"
        + "".join(f"{at},2026-01-{at % 28 + 1:02d},{at % 5 + 1}\n" for at in range(50)),
    )
    code, _, said = call("load", "survey", path, "--answer", "needed:overal=Score")
    assert code == 1 and "“needed:overal” is nothing that plain.csv asks" in said
    code, _, said = call("load", "survey", path, "--answer", "not_counted=leave_out")
    assert code == 0 and "does not ask for these answers: not_counted" in said


def test_words_that_a_job_says_beforehand_are_no_fault_of_a_file_without_them(call, written):
    path = written("plain.csv", "id,date,Overall satisfaction\nA,2026-01-01,4\nB,2026-01-02,5\n")
    code, _, said = call("load", "survey", path, "--answer", "answer_word:Grim=1")
    assert code == 0 and "does not ask for these answers: answer_word:Grim" in said


def test_codes_that_begin_with_the_best_answer_are_asked_about(call, shared):
    path = str(shared / "real/customer/nhs_fft_testdata.csv")
    code, out, _ = call("load", "survey", path, "--json")
    likely = {found["name"]: found["likely"] for found in json.loads(out)["questions"]}
    assert (code, likely) == (1, {"answer_scale": "1-5_without_7", "lowest_best": "best"})
    loaded(
        call,
        "survey",
        path,
        *(word for name, answer in likely.items() for word in ("--answer", f"{name}={answer}")),
    )
    csat = json.loads(call("show", "csat", "--json", commands=metrics_commands)[1])["rows"]
    assert round(sum(row["n"] * row["value"] / 100 for row in csat)) == 705 + 151


def test_what_is_said_of_the_whole_file_is_said_before_many_rows(call, written):
    loaded(
        call,
        "nps",
        written("first.csv", "response_id,date,store,score\n1,2026-01-05,Harbour Plaza,9\n"),
    )
    rows = "".join(
        f"x{at},2026-01-06,{store},?\n" for at, store in enumerate(["Harbor Plaza"] * 30)
    )
    names = "".join(
        f"y{at},2026-01-06,{store},9\n"
        for at, store in enumerate(["Harbor Plaza", "Lakeside", "Old Town"])
    )
    _, out, _ = call(
        "load",
        "nps",
        written("second.csv", "response_id,date,store,score\n" + rows + names),
        "--dry-run",
    )
    assert (
        "“Harbor Plaza” (rows: 1) → “Harbour Plaza”" in out
        and "“Lakeside”" in out
        and "“Old Town”" in out
    )
    assert "… and 10 more" in out and "mystery_visits" not in out


LIKELY = "id,when seen,How do you rate us\n1,2026-01-05,5\n2,2026-01-06,4\n3,2026-01-07,4\n"


def test_headings_that_only_resemble_a_known_one_store_nothing_until_they_are_confirmed(
    call, written
):
    path = written("likely.csv", LIKELY)
    code, out, err = call("load", "survey", path)
    assert code == 1 and "Nothing was stored" in err
    assert (
        '--match "when seen=date"   (2026-01-05, 2026-01-06, 2026-01-07)' in out
        and '--match "How do you rate us=overall"' in out
    )
    code, out, _ = call("load", "survey", path, "--json")
    told = json.loads(out)
    assert (code, told["upload"], [found["column"] for found in told["likely"]]) == (
        1,
        None,
        ["date", "overall"],
    )
    assert json.loads(call("uploads", "--json")[1]) == []
    assert loaded(call, "survey", path, "--accept-likely")["upload"] == 1
    later = loaded(
        call,
        "survey",
        written(
            "later.csv",
            "id,when seen,How do you rate us\n4,2026-02-05,5\n5,2026-02-06,3\n6,2026-02-07,3\n",
        ),
    )
    assert (later["upload"], later["likely"]) == (2, []), (
        "the next file of this layout asks nothing"
    )


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ([], None),
        (["--accept-likely"], "yes"),
        (["--accept-likely", "--answer", "headings=overall:Atendimento"], "overall:Atendimento"),
        (["--answer", "headings=no", "--accept-likely"], "no"),
    ],
)
def test_what_a_person_says_of_headings_comes_before_what_is_likely(more, said):
    parser = argparse.ArgumentParser()
    add_load_options(parser)
    assert options_of(parser.parse_args(more)).answers.get("headings") == said


def test_a_refusal_is_json_where_that_was_asked_for(call, written):
    code, out, err = call(
        "load",
        "training",
        written("points.csv", "Player,Total Score (points)\nAnn,8871\nBob,7000\n"),
        "--json",
    )
    assert code == 1 and "Maximum score" in json.loads(out)["refused"] == err.strip()
    code, out, _ = call(
        "load",
        "nps",
        written("none.csv", "id,date,score\n1,2026-01-05,99\n2,2026-01-06,88\n"),
        "--json",
    )
    assert code == 1 and json.loads(out)["wrong_call"] is False
    code, out, _ = call("load", "nps", written("nps.csv", NPS), "--set", "score=9", "--json")
    assert code == 2 and json.loads(out)["wrong_call"] is True
    assert json.loads(call("uploads", "--json")[1]) == []


def test_rows_that_are_left_out_are_told_by_reason_with_their_counts(call, written):
    path = written(
        "panel.csv",
        "id,date,score,Status\n1,2026-01-05,9,Complete\n2,2026-01-05,,Partial\n"
        "3,2026-01-05,,Partial\n4,2026-01-05,,Spam\n",
    )
    told = json.loads(call("load", "nps", path, "--dry-run", "--json")[1])
    assert [reason["rows"] for reason in told["left_out_by_reason"]] == [2, 1]
    code, out, _ = call("load", "nps", path)
    assert (
        code == 0
        and "Left out 2: “Status” is “Partial”" in out
        and "Left out 1: “Status” is “Spam”" in out
    )


def test_both_commands_say_which_version_they_are(capsys):
    for command in (data_commands, metrics_commands):
        with pytest.raises(SystemExit) as ended:
            command.main(["--version"])
        assert ended.value.code == 0 and capsys.readouterr().out.strip() == __version__
