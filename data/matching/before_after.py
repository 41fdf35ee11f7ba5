"""Two columns of points of which the one was earned before the training and the other after it: their
headings say the same but for that word."""

from collections.abc import Callable, Sequence

from data.text.folding import words

# What stands in one heading of such a pair, and in its place in the other.
_PAIRS = (
    *(("pre", "post"), ("before", "after"), ("baseline", "endline"), ("baseline", "final")),
    *(("initial", "final"), ("entry", "exit"), ("pretest", "posttest")),
    *(("prescore", "postscore"), ("pretraining", "posttraining")),
    *(("vorher", "nachher"), ("vor", "nach"), ("avant", "après"), ("avant", "apres")),
    *(("antes", "después"), ("antes", "despues"), ("antes", "depois")),
    *(("pré", "pós"), ("pre", "pos"), ("prima", "dopo")),
    *(("训前", "训后"), ("訓前", "訓後"), ("培训前", "培训后"), ("培訓前", "培訓後")),
)
# What else such headings may say: anything else may be a salary or a number of errors.
_OF_EXAMS = frozenset(
    "score scores test exam quiz assessment evaluation training course workshop session class module"
    " learning knowledge grade mark marks result results points percent percentage pct the of in"
    " ergebnis punkte punktzahl note prüfung schulung dem der resultado puntaje puntuación nota"
    " prueba examen evaluación capacitación curso formación del el la le formation évaluation"
    " avaliação treinamento do da punteggio voto corso 成绩 成績 得分 分数 分數 测试 測試 考试 考試".split()
)


def pair_of_tests(headings: Sequence[str], is_points: Callable[[int], bool]) -> tuple[int, ...]:
    """The columns before and after, where there is just one such pair, else nothing."""
    spoken = [words(heading) for heading in headings]
    found = {
        (at, after)
        for at, said in enumerate(spoken)
        for before_word, after_word in _PAIRS
        if said.count(before_word) == 1 and set(said) - {before_word} <= _OF_EXAMS
        for after, other in enumerate(spoken)
        if other == tuple(after_word if word == before_word else word for word in said)
        and is_points(at)
        and is_points(after)
    }
    return found.pop() if len(found) == 1 else ()
