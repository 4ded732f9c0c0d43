"""A desk for each journey."""

import sys
from collections.abc import Iterator

import pytest

from tests.rig.desktop import Desktop

collect_ignore_glob = [] if sys.platform == "linux" else ["test_*"]

if sys.platform == "linux":
    from tests.journeys.desk import Desk
    from tests.journeys.side_by_side import RunningStories

    @pytest.fixture
    def desk(desktop: Desktop, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
        """A desktop on which sitbreak is not started yet."""
        # Xlib would use the cookies of the person who runs the tests.
        monkeypatch.setenv("XAUTHORITY", "/nonexistent")
        desk = Desk(desktop)
        yield desk
        desk.end()

    @pytest.fixture(scope="session")
    def running_stories(
        request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
    ) -> Iterator[RunningStories]:
        """The stories that run side by side, all of them started."""
        names = {item.name for item in request.session.items}
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("XAUTHORITY", "/nonexistent")
            stories = RunningStories(tmp_path_factory.mktemp("desks"), names)
            yield stories
            stories.close()
