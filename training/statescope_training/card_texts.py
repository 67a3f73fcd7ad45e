"""The words of the cards, in English and Spanish; numbers are put in from the measurements."""

TITLES = {
    "stories-transformer": {"en": "Stories: Transformer", "es": "Cuentos: Transformer"},
    "stories-s4d": {"en": "Stories: S4D", "es": "Cuentos: S4D"},
    "stories-mamba": {"en": "Stories: Mamba", "es": "Cuentos: Mamba"},
    "stories-mamba2": {"en": "Stories: Mamba-2", "es": "Cuentos: Mamba-2"},
    "stories-mamba2-hybrid": {"en": "Stories: Mamba-2 hybrid", "es": "Cuentos: híbrido Mamba-2"},
    "stories-jamba": {"en": "Stories: Jamba", "es": "Cuentos: Jamba"},
}

ARCHITECTURE = {
    "stories-transformer": {
        "en": "Five Llama layers: rotary attention (4 heads of 32) and SwiGLU.",
        "es": "Cinco capas Llama: atención rotatoria (4 cabezas de 32) y SwiGLU.",
    },
    "stories-s4d": {
        "en": "Eight S4D layers: fixed (time-invariant) diagonal state spaces with 16 conjugate pairs of poles a channel, then a gated linear layer.",
        "es": "Ocho capas S4D: espacios de estados diagonales fijos (invariantes en el tiempo) con 16 pares de polos por canal y una capa lineal con compuerta.",
    },
    "stories-mamba": {"en": "Eight Mamba layers with 16 state numbers a channel.", "es": "Ocho capas Mamba con 16 números de estado por canal."},
    "stories-mamba2": {
        "en": "Eight Mamba-2 layers: 8 heads of 32 channels with 64 state numbers a channel.",
        "es": "Ocho capas Mamba-2: 8 cabezas de 32 canales con 64 números de estado por canal.",
    },
    "stories-mamba2-hybrid": {
        "en": "Fourteen layers M-M-M--M*-M-M-: 6 Mamba-2 (43 %), 1 attention without positions (7 %), 7 MLP (50 %), the shares of Mamba2-Hybrid-8B. "
        "The MLP is nemotron_h's squared ReLU, not the GELU of the published model.",
        "es": "Catorce capas M-M-M--M*-M-M-: 6 Mamba-2 (43 %), 1 de atención sin posiciones (7 %), 7 MLP (50 %), las proporciones de Mamba2-Hybrid-8B. "
        "El MLP es el ReLU al cuadrado de nemotron_h, no el GELU del modelo publicado.",
    },
    "stories-jamba": {
        "en": "One Jamba block: 8 layers, attention without positions in layer 4, Mamba elsewhere; 4 experts (top 2) in odd layers, SwiGLU in even ones.",
        "es": "Un bloque Jamba: 8 capas, atención sin posiciones en la capa 4, Mamba en las demás; 4 expertos (2 activos) en las impares, SwiGLU en las pares.",
    },
}

TRAINING_TEXT = {
    "en": "Machine-made text: short English stories sampled from stories15M (temperature 1.0, top-p 0.95), itself trained on TinyStories, which GPT-3.5 "
    "and GPT-4 wrote. Real TinyStories were only used as test text.",
    "es": "Texto hecho por máquinas: cuentos breves en inglés generados con stories15M (temperatura 1,0, top-p 0,95), entrenado a su vez con TinyStories, "
    "escritos por GPT-3.5 y GPT-4. Los TinyStories reales solo sirvieron de prueba.",
}

TARGETS = {
    "soft": {
        "en": "The distribution that each training token was sampled from (stories15M, top-p 0.95), not the token alone: the same loss on average, with "
        "less noise. The training curve is the cross-entropy with it.",
        "es": "La distribución de la que se sacó cada token de entrenamiento (stories15M, top-p 0,95), no el token solo: la misma pérdida en promedio, con "
        "menos ruido. La curva de entrenamiento es la entropía cruzada con ella.",
    },
    "hard": {"en": "The next token of the training text.", "es": "El token siguiente del texto de entrenamiento."},
}

COMMON = {
    "en": "Knows only simple English stories; loses the thread after a few sentences; facts, names and sums are unreliable.",
    "es": "Solo conoce cuentos sencillos en inglés; pierde el hilo tras unas frases; hechos, nombres y cuentas no son fiables.",
}


def comma(x: float) -> str:
    return f"{x:.2f}".replace(".", ",")


def _gap(evaluation: dict, baselines: dict, text: str) -> tuple[float, float] | None:
    """(nats per token, share by which it beats the 5-gram)"""
    if not evaluation.get("losses") or not baselines.get("kneserNey5"):
        return None
    ours, gram = evaluation["losses"][text]["natsPerToken"], baselines["kneserNey5"][text]["natsPerToken"]
    return ours, 1 - ours / gram


def weaknesses(name: str, evaluation: dict, baselines: dict) -> dict:
    en, es, short = [COMMON["en"]], [COMMON["es"]], False
    for text, goal, label, etiqueta in (
        ("held", 0.2, "held-out synthetic stories", "cuentos sintéticos reservados"), ("real", 0.1, "real TinyStories", "TinyStories reales")
    ):
        gap = _gap(evaluation, baselines, text)
        if not gap or gap[1] >= goal or name == "stories-15m":
            continue
        by, goal_text, last = f"{abs(gap[1]):.0%}", f"{goal:.0%}", ("it saw few tokens, and the 5-gram counted all 10.0 million",
                                                                "vio pocos tokens, y el 5-grama contó los 10,0 millones")
        if abs(gap[1]) < 0.005:
            how, como = "No better and no worse than the 5-gram", "Ni mejor ni peor que el 5-grama"
        elif gap[1] > 0:
            how, como = f"Beats the 5-gram by {by}", f"Supera al 5-grama en un {by}"
        else:
            how, como = f"Worse than the 5-gram by {by}", f"Peor que el 5-grama en un {by}"
        short = True
        en.append(f"{how} on {label}; the goal is to beat it by {goal_text}: {last[0]}.")
        es.append(f"{como} en {etiqueta}; el objetivo es superarlo en un {goal_text}: {last[1]}.".replace("%", " %"))
    same = baselines.get("kneserNey5SameTokens")
    if same and short:  # how much of the gap is a lack of text
        better = 1 - evaluation["losses"]["held"]["natsPerToken"] / same["held"]["natsPerToken"]
        million = f"{same['countedTokens'] / 1e6:.1f}"
        en.append(f"Against a 5-gram that counted the same {million} million tokens its loss is {better:.0%} lower (held-out synthetic stories).")
        es.append(f"Frente a un 5-grama que contó los mismos {million.replace('.', ',')} millones de tokens su pérdida es un {better * 100:.0f} % menor "
                  "(cuentos sintéticos reservados).")
    transformer = baselines.get("storiesTransformer")
    if transformer and evaluation.get("losses") and name not in ("stories-transformer", "stories-15m"):
        behind = evaluation["losses"]["held"]["natsPerToken"] - transformer["held"]["natsPerToken"]
        if behind > 0.15:
            en.append(f"{behind:.2f} nats per token behind the Transformer of the same size.")
            es.append(f"{comma(behind)} nats por token por detrás del Transformer del mismo tamaño.")
    if name == "stories-s4d":
        en.append("Its recurrence is the same for every token: it cannot choose what to remember.")
        es.append("Su recurrencia es igual para cada token: no puede elegir qué recordar.")
    ruler = evaluation.get("ruler")
    if ruler:
        shares = [share for task in ("needle", "needles", "tracking") for share in ruler[task]]
        if (mean := sum(shares) / len(shares)) < 2 * ruler["chance"]:
            en.append(f"Finds hardly anything that was hidden in a text: {mean:.0%} of the answers are right, where guessing gives {ruler['chance']:.0%}.")
            es.append(f"No encuentra casi nada de lo que se escondió en un texto: acierta el {mean * 100:.0f} %, y al azar se acierta el "
                      f"{ruler['chance'] * 100:.0f} %.")
    if evaluation.get("positions"):
        bins = evaluation["positions"]["natsPerToken"]
        inside, beyond = bins[256 // evaluation["positions"]["bin"] - 1], bins[-1]  # the last bin of 256 positions, and of 1024
        if beyond - inside > 0.05:
            en.append(f"Trained with 256 positions: beyond them its loss rises, from {inside:.2f} to {beyond:.2f} nats per token at 1024.")
            es.append(f"Entrenado con 256 posiciones: más allá su pérdida sube, de {comma(inside)} a {comma(beyond)} nats por token a los 1024.")
    return {"en": en, "es": es}
