"""What answers and bodies are made of: dictionaries with the API's own names, typed."""
from .generated.types import *
from .generated.types import __all__ as __all__
