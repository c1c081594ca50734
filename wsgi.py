"""The composition root: the web application and the ``flask`` commands."""

from registry.app import create_app
from registry.commands import (
    backup,
    chains,
    database,
    imports,
    log,
    papers,
    questions,
    ready,
    voices,
)
from registry.config import read_settings
from seeds import commands as seeds
from seeds import language_commands

app = create_app(read_settings())
for command in (
    database.database,
    database.facts,
    database.search,
    backup.backup,
    backup.restore_command,
    chains.load,
    chains.chain,
    chains.compare,
    chains.sheet,
    voices.aloud,
    voices.sms,
    imports.imports,
    log.log,
    papers.bundle,
    questions.questions,
    ready.ready_sheets,
    language_commands.languages,
    seeds.seed,
    seeds.people,
    seeds.prepare,
):
    app.cli.add_command(command)
