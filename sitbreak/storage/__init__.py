"""Files: where they are, and how they are read and written so that nothing of the person's is ever lost."""

from sitbreak.storage.files import StorageError
from sitbreak.storage.folders import Folders, runtime_folder
from sitbreak.storage.heartbeat import Beat, Heartbeat
from sitbreak.storage.log import start_log
from sitbreak.storage.settings_file import SettingsFile
from sitbreak.storage.state_file import StateFile

__all__ = [
    "Beat",
    "Folders",
    "Heartbeat",
    "SettingsFile",
    "StateFile",
    "StorageError",
    "runtime_folder",
    "start_log",
]
