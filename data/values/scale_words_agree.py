"""Words in which people agree or do not, in further languages; see scale_words.py."""

Groups = tuple[tuple[str, ...], ...]

AGREE_GROUPS: list[Groups] = [
    (  # Indonesian, Malay
        ("sangat tidak setuju",),
        ("tidak setuju", "kurang setuju"),
        ("netral", "ragu-ragu", "cukup setuju"),
        ("setuju",),
        ("sangat setuju",),
    ),
    (  # Portuguese
        ("discordo totalmente", "discordo completamente", "discordo plenamente"),
        ("discordo", "discordo parcialmente"),
        ("neutro", "indiferente", "nem concordo nem discordo", "não concordo nem discordo"),
        ("concordo", "concordo parcialmente"),
        ("concordo totalmente", "concordo completamente", "concordo plenamente"),
    ),
    (  # Italian
        ("completamente in disaccordo", "per niente d'accordo", "per nulla d'accordo"),
        ("in disaccordo", "non d'accordo", "poco d'accordo"),
        ("né d'accordo né in disaccordo", "indifferente", "neutrale"),
        ("d'accordo", "abbastanza d'accordo"),
        ("completamente d'accordo", "molto d'accordo", "del tutto d'accordo"),
    ),
    (  # Dutch
        ("helemaal mee oneens", "zeer mee oneens", "helemaal niet mee eens"),
        ("oneens", "mee oneens", "niet mee eens"),
        ("neutraal", "niet mee eens, niet mee oneens"),
        ("eens", "mee eens"),
        ("helemaal mee eens", "zeer mee eens"),
    ),
    (  # Polish
        ("zdecydowanie się nie zgadzam", "zdecydowanie nie zgadzam się"),
        ("nie zgadzam się", "raczej się nie zgadzam", "raczej nie zgadzam się"),
        ("ani się zgadzam, ani nie zgadzam", "nie mam zdania"),
        ("zgadzam się", "raczej się zgadzam", "raczej zgadzam się"),
        ("zdecydowanie się zgadzam", "zdecydowanie zgadzam się"),
    ),
    (  # Turkish
        ("kesinlikle katılmıyorum", "hiç katılmıyorum"),
        ("katılmıyorum",),
        ("kararsızım", "ne katılıyorum ne katılmıyorum"),
        ("katılıyorum",),
        ("kesinlikle katılıyorum", "tamamen katılıyorum"),
    ),
    (  # Vietnamese
        ("hoàn toàn không đồng ý", "rất không đồng ý"),
        ("không đồng ý",),
        ("trung lập", "phân vân"),
        ("đồng ý",),
        ("hoàn toàn đồng ý", "rất đồng ý"),
    ),
    (  # Russian
        ("полностью не согласен", "полностью не согласна", "совершенно не согласен"),
        ("не согласен", "не согласна", "скорее не согласен", "скорее не согласна"),
        ("затрудняюсь ответить", "нейтрально"),
        ("согласен", "согласна", "скорее согласен", "скорее согласна"),
        ("полностью согласен", "полностью согласна", "совершенно согласен"),
    ),
    (  # Swedish
        ("instämmer inte alls", "tar helt avstånd"),
        ("instämmer inte", "instämmer delvis inte"),
        ("varken eller",),
        ("instämmer", "instämmer delvis"),
        ("instämmer helt", "instämmer helt och hållet"),
    ),
    (("muito ruim", "muito mau"), ("ruim", "mau"), ("regular",), ("bom",), ("muito bom",)),
    (("rất kém", "rất tệ"), ("kém", "tệ"), ("bình thường", "trung bình"), ("tốt",), ("rất tốt",)),
    (
        ("sangat kurang",),
        ("kurang", "kurang baik"),
        ("cukup", "cukup baik"),
        ("baik",),
        ("sangat baik",),
    ),
]
