"""The words of the task models' cards, in English and Spanish."""

TITLES = {
    "selective-copying": {"en": "Selective copying", "es": "Copia selectiva"},
    "induction": {"en": "Induction heads", "es": "Cabezas de inducción"},
    "recall": {"en": "Associative recall", "es": "Recuerdo asociativo"},
    "phonebook": {"en": "Phonebook", "es": "Guía telefónica"},
}

KIND = {
    "s4d": {"en": "S4D", "es": "S4D"},
    "mamba": {"en": "Mamba", "es": "Mamba"},
    "mamba2": {"en": "Mamba-2", "es": "Mamba-2"},
    "transformer": {"en": "Transformer with rotary positions", "es": "Transformer con posiciones rotatorias"},
    "attention-rope": {"en": "Transformer with rotary positions", "es": "Transformer con posiciones rotatorias"},
    "attention-nope": {"en": "Transformer without positions", "es": "Transformer sin posiciones"},
    "hybrid": {"en": "Mamba-2 and attention without positions", "es": "Mamba-2 y atención sin posiciones"},
}


def kind(name: str) -> dict[str, str]:
    """`mamba-n16` is Mamba with 16 state numbers a channel."""
    stem, mark, state = name.rpartition("-n")
    if mark and state.isdigit():
        return {language: f"{text}, N = {state}" for language, text in KIND[stem].items()}
    return KIND[name]


DESCRIPTION = {
    "selective-copying": {
        "en": "Eight letters at random places among noise, then eight question marks: the letters in order (Gu and Dao 2023, 4.1.1, shortened). "
        "Generated from seeds; no text.",
        "es": "Ocho letras en lugares al azar entre ruido y luego ocho interrogaciones: las letras en orden (Gu y Dao 2023, 4.1.1, abreviada). "
        "Generado a partir de semillas; no hay texto.",
    },
    "induction": {
        "en": "Random letters with a star somewhere; at the end the star again: the letter that followed the first (Gu and Dao 2023, 4.1.2, shortened). "
        "Training examples repeat the star up to four more times. Generated from seeds; no text.",
        "es": "Letras al azar con un asterisco en algún lugar; al final, otra vez el asterisco: la letra que siguió al primero (Gu y Dao 2023, 4.1.2, "
        "abreviada). Los ejemplos de entrenamiento repiten el asterisco hasta cuatro veces más. Generado a partir de semillas; no hay texto.",
    },
    "recall": {
        "en": "Pairs of key and value, then every key once more: its value (MQAR, Arora et al. 2023, with 64 keys and 64 values). Four tokens a pair; queries at "
        "evenly random places instead of a power law. Training begins with few pairs and few keys. Generated from seeds; no text.",
        "es": "Pares de clave y valor, y después cada clave otra vez: su valor (MQAR, Arora et al. 2023, con 64 claves y 64 valores). Cuatro tokens por par; "
        "preguntas en lugares uniformes al azar en vez de una ley de potencias. El entrenamiento empieza con pocos pares y pocas claves. Generado a partir "
        "de semillas; no hay texto.",
    },
    "phonebook": {
        "en": "Names of two letters with numbers of three digits, then one of the names: its number, right only if all digits are (after Jelassi et al. 2024 "
        "and Waleffe et al. 2024, much shortened). Training examples ask four names in a row. Generated from seeds; no text.",
        "es": "Nombres de dos letras con números de tres cifras y luego uno de los nombres: su número, correcto solo si lo son todas las cifras (a partir de "
        "Jelassi et al. 2024 y Waleffe et al. 2024, muy abreviado). Los ejemplos de entrenamiento preguntan cuatro nombres seguidos. Generado a partir "
        "de semillas; no hay texto.",
    },
}
