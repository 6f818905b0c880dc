"""A first guess at what sort of thing was said. A person confirms it; it only saves them a tap."""

import re

from jembatan.voices.models import Kind

# In the order in which they are tried.
SIGNS = [
    (Kind.RUMOUR, r"\b(benarkah|apa(kah)?\s+benar|hoaks|hoax|kabarnya|katanya|isu(nya)?|beredar)\b"),
    (Kind.INFORMATION, r"\b(minta|mohon|butuh)\s+(informasi|info|data|keterangan)\b"),
    (Kind.ASPIRATION, r"\b(usul|mengusulkan|saran|menyarankan|harap(an|kan)?|sebaiknya|semoga)\b"),
    (Kind.QUESTION, r"\?\s*$|\b(bagaimana|kapan|di\s?mana|apakah|berapa|siapa)\b.*\?"),
]


def guess(text: str) -> Kind:
    for kind, sign in SIGNS:
        if re.search(sign, text, re.IGNORECASE | re.DOTALL):
            return kind
    return Kind.COMPLAINT
