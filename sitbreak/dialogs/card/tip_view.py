"""One tip as the card shows it: the picture, the text, and the countdown."""

from pathlib import Path

from PySide6.QtWidgets import QFrame, QLabel, QWidget

from sitbreak.core.words import card as words
from sitbreak.dialogs.arrangement import Places, Rect, arrange, is_low
from sitbreak.dialogs.card.content import CardContent
from sitbreak.dialogs.card.countdown import CountdownPanel
from sitbreak.dialogs.card.holds import holds
from sitbreak.dialogs.card.picture import Picture
from sitbreak.dialogs.card.text_column import BAR_SPACE, Step, TextColumn
from sitbreak.dialogs.colours import DARK, Colours
from sitbreak.dialogs.focus import HEADING
from sitbreak.dialogs.widgets import LARGE, SMALL, TEXT, TITLE, label, sized, units
from sitbreak.tips.pictures import drawing, drawing_title

_ABOVE_TEXT_ALONE = 0.4
"""Of the height that text without a picture leaves free, what is above it."""


class TipView(QWidget):
    """Everything that the card says about one tip. Another tip is another view.

    Attributes:
        tip: the tip.
        problem: why its picture is missing, once it is arranged; nothing if it is not.
        picture: the picture, if there is one.
        countdown: the countdown, if there is something to hold.
        text: everything there is to read.
    """

    def __init__(self, parent: QWidget, content: CardContent, colours: Colours) -> None:
        """Show a tip, in no place yet; nothing moves before `wake`."""
        super().__init__(parent)
        self.tip = content.tip
        self.problem = ""
        self._countdown_is_below = False
        self._content = content
        self._panel = QFrame(self)
        self._panel.setObjectName("panel")
        self.picture = (
            Picture(self, self._picture_file(colours), may_move=content.moving) if self.tip.picture else None
        )
        self._panel.setVisible(self.picture is not None)
        all_holds = holds(self.tip)
        self.countdown = (
            CountdownPanel(self, all_holds, colours, self._end_hold, may_move=content.moving)
            if all_holds
            else None
        )
        self.text = TextColumn(self)
        self._title = self._add_text()

    @property
    def tab_stops(self) -> list[QWidget]:
        """Where the Tab key may stop, in the order of the eye."""
        button = self.countdown and self.countdown.button
        below = [self.text.steps, button] if self._countdown_is_below else [button, self.text.steps]
        return [stop for stop in (self.picture, *below) if stop is not None]

    def arrange(self, room: Rect) -> None:
        """Place everything in this room."""
        countdown, has_picture = self.countdown, self.picture is not None
        measure = countdown.height_for if countdown else None
        self._title.setFont(sized(self.font(), TEXT if is_low(room, units()) else TITLE, bold=True))
        places = arrange(room, units(), has_picture=has_picture, countdown=measure)
        if self.picture is not None and not self._place_picture(self.picture, places):
            self.arrange(room)
            return
        x, y, width, height = places.text
        scrolls = countdown is not None and places.countdown is None
        had_focus = countdown is not None and self.window().focusWidget() is countdown.button
        needed = self.text.arrange(width, height, countdown if scrolls else None)
        down = 0 if has_picture else max(0, round(_ABOVE_TEXT_ALONE * (height - needed)))
        self.text.setGeometry(x, y + down, width + BAR_SPACE, min(needed, height))
        if countdown is not None:
            self._countdown_is_below = not places.in_panel
            if places.countdown is not None:
                if countdown.parent() is not self:
                    countdown.setParent(self)
                    countdown.show()
                up = max(height - down - needed, 0) if self._countdown_is_below else 0
                countdown.setGeometry(*places.countdown._replace(y=places.countdown.y - up))
            countdown.arrange(in_panel=places.in_panel)
            if had_focus:  # another parent has taken it away
                countdown.button.setFocus()

    def wake(self) -> None:
        """After the first paint, start the picture and describe it for a screen reader."""
        self.text.wake()
        if self.picture is not None:
            description = drawing_title(self.tip.picture) or words.picture_of(self.tip.title)
            self.picture.setAccessibleName(description)
            self.picture.start()

    def _end_hold(self) -> None:
        """Play the sound at the end of a hold, if the person wants it."""
        if self._content.sound:
            from sitbreak.dialogs import sound

            sound.play()

    # --- internals -------------------------------------------------------------------------------

    def _picture_file(self, colours: Colours) -> Path:
        """Return one of our drawings, or the person's own picture, which is named by its path."""
        kind = "dark" if colours is DARK else "light"
        return drawing(self.tip.picture, kind) or Path(self.tip.picture)

    def _place_picture(self, picture: Picture, places: Places) -> bool:
        """Show the picture and its panel in their places; without the picture if it cannot be shown."""
        self._panel.setVisible(places.panel is not None)
        if places.panel is not None:
            self._panel.setGeometry(*places.panel)
        picture.setVisible(places.picture is not None)
        problem = "" if places.picture is None else picture.place(places.picture)
        if problem:
            self.problem = words.picture_cannot_be_shown(str(picture.path), problem)
            self._panel.hide()
            picture.hide()
            self.picture = None
        return not problem

    def _add_text(self) -> QLabel:
        """Add everything from the topic to where the tip comes from; return the title."""
        tip, text = self.tip, self.text
        text.add(label(text, self._content.topic_line, SMALL, name="quiet"))
        title = label(text, tip.title, TITLE, name=HEADING, bold=True)
        text.add(title, space=0.2)
        text.end_head()
        text.add(label(text, tip.body, TEXT if self.picture or tip.steps else LARGE), space=0.6)
        if tip.caution:
            text.add(label(text, words.caution(tip.caution), TEXT, name="caution"), space=0.8, is_urgent=True)
        text.end_head()
        duration = words.duration(tip.hold_seconds, tip.repetitions, tip.sides)
        if tip.steps or duration:
            text.add(
                label(text, words.how() if tip.facts else words.how_own(), SMALL, name="quiet"), space=1.3
            )
        for number, step in enumerate(tip.steps, 1):
            text.add(Step(text, number, step, words.step(number, len(tip.steps))), space=0.55)
        if duration:
            text.add(label(text, duration, TEXT, bold=True), space=0.7)
        space = 1.1
        if tip.headings:
            text.add(label(text, words.from_article(tip.headings), SMALL, name="quiet"), space=space)
            space = 0
        if tip.source:
            text.add(label(text, words.from_source(tip.source), SMALL, name="quiet"), space=space)
        return title
