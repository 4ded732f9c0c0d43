"""Makes the sound anew: `python -m sitbreak.desktop.sound`, in a checkout."""

from sitbreak.desktop.sound.tone import write_tone

if __name__ == "__main__":
    write_tone()
