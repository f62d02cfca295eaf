"""python -m dev_api [--port PORT]"""

from __future__ import annotations

import json
import os
from contextlib import ExitStack, suppress
from pathlib import Path

import click
import uvicorn
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware

from dev_api import logs, pages, rest, stand_in_model, table, web_socket
from dev_api.issuer import AUDIENCE, Issuer, make_certificate
from dev_api.lambdas import Functions
from dev_api.servers import HOST, configuration, listen, port_of, serving
from embedded_aws import environment, server

_WORK = Path(__file__).resolve().parent.parent / ".work"
_REGION = "us-east-1"


@click.command()
@click.option(
    "--port",
    envvar="API_PORT",
    type=click.IntRange(0, 65535),
    default=8000,
    show_default=True,
    help="0 takes any free one.",
)
@click.option("--work", type=click.Path(path_type=Path), default=_WORK, help="Folder of the embedded AWS and of keys.")
def main(port: int, work: Path) -> None:
    """Serve the AI Assistant on loopback, with stand-ins for all that AWS is around it, until Ctrl-C."""
    logs.install()
    try:
        gateway = listen(port)
    except OSError:
        raise click.ClickException(f"port {port}: is taken, or not ours to take; choose one with --port.") from None
    aws = server.up((work / "embedded-aws").absolute(), say=lambda text: click.echo(text, err=True))
    certificate = make_certificate(work / "dev-api")
    url = f"http://{HOST}:{port_of(gateway)}"
    with ExitStack() as servers:
        model, keys = listen(0), listen(0)
        issuer = Issuer(f"https://{HOST}:{port_of(keys)}")
        servers.enter_context(serving(configuration(stand_in_model.app()), model))
        servers.enter_context(serving(configuration(issuer.app(), certificate), keys))
        for name in environment.removed(os.environ):
            del os.environ[name]
        os.environ |= environment.settings(aws.url, _REGION)
        os.environ |= _settings(url, f"http://{HOST}:{port_of(model)}", issuer)
        os.environ["SSL_CERT_FILE"] = str(certificate.authority)
        table.ensure()
        app = _app(Functions(), issuer)
        click.echo(
            f"The AI Assistant, with a stand-in for the model: {url}\n"
            f"Its REST API, to read and to try:               {url}/docs\n"
            f"A token of the user ada, for an hour:           {issuer.token('ada')}"
        )
        servers.enter_context(suppress(KeyboardInterrupt))  # which uvicorn raises again once it has ended
        uvicorn.Server(configuration(app, max_message=web_socket.MAX_MESSAGE)).run([gateway])


def _settings(url: str, model_url: str, issuer: Issuer) -> dict[str, str]:
    """Return what modules/compute gives its functions, and the way to the stand-ins."""
    return {
        "ENVIRONMENT": "dev",
        "PROJECT_NAME": "dev-api",
        "LOG_LEVEL": "INFO",
        "SESSIONS_TABLE_NAME": table.NAME,
        "USER_INDEX_NAME": table.INDEX,
        "KNOWLEDGE_BASE_ID": stand_in_model.KNOWLEDGE_BASE_ID,
        "BEDROCK_MODELS": json.dumps(stand_in_model.MODELS),
        "BEDROCK_REGION": _REGION,
        "API_ROOT_PATH": "/v1",
        "WEBSOCKET_API_ENDPOINT": url + web_socket.PATH,
        "IDENTITY_CENTER_ISSUER_URL": issuer.url,
        "JWT_AUDIENCE": AUDIENCE,
        "AWS_ENDPOINT_URL_BEDROCK_RUNTIME": model_url,
        "AWS_ENDPOINT_URL_BEDROCK_AGENT_RUNTIME": model_url,
        "AWS_ENDPOINT_URL_BEDROCK_AGENT": model_url,
    }


def _app(functions: Functions, issuer: Issuer) -> Starlette:
    sockets = web_socket.WebSocketApi(functions)
    return Starlette(
        routes=[*rest.routes(functions), *sockets.routes(), *pages.routes(issuer)],
        # A page from elsewhere may know this port, but comes under another name.
        middleware=[Middleware(TrustedHostMiddleware, allowed_hosts=[HOST, "localhost"])],
    )


if __name__ == "__main__":
    main(prog_name="python -m dev_api")
