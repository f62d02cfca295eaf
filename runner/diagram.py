"""The architecture of an environment, drawn from its decisions: as Mermaid, which GitHub shows, and as SVG."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from typing import Any

from generator.environment import Environment


@dataclass(frozen=True)
class Thing:
    """A box: the variable and key it is said under, and what people read in it."""

    variable: str
    key: str
    label: str

    @property
    def identity(self) -> str:
        """A name that Mermaid takes."""
        text = f"{self.variable}_{self.key}"
        return "".join(letter if letter.isascii() and letter.isalnum() else "_" for letter in text)


@dataclass(frozen=True)
class Picture:
    """Boxes by lane, left to right as requests go, and the pairs of boxes that a line joins."""

    lanes: dict[str, list[Thing]]
    lines: list[tuple[Thing, Thing]]


_LANES = {
    "Protection": {"waf_web_acls": "web ACL"},
    "Edge": {"cloudfront_distributions": "CloudFront"},
    "Entrances": {
        "albs": "load balancer",
        "api_gateway_rest_apis": "REST API",
        "api_gateway_http_apis": "HTTP API",
        "api_gateway_websocket_apis": "WebSocket API",
    },
    "Compute": {
        "ecs_services": "ECS service",
        "eks_node_groups": "EKS node group",
        "eks_fargate_profiles": "EKS on Fargate",
        "lambda_functions": "function",
        "elastic_beanstalk_applications": "Beanstalk application",
        "batch_job_queues": "Batch queue",
        "batch_job_definitions": "Batch job",
        "ai_assistant": "AI Assistant",
    },
    "Beside": {"alarm_emails": "alarms", "backups": "backups", "budget": "budget"},
}
_SWITCHES = {"ecs_services": "enable_ecs", "eks_node_groups": "enable_eks", "eks_fargate_profiles": "enable_eks"}
_SINGLE = {"ai_assistant", "alarm_emails", "backups", "budget"}
# By the name of an attribute: the variable whose key it holds.
_KEYS = {
    "alb_key": "albs",
    "ecs_service_key": "ecs_services",
    "http_api_key": "api_gateway_http_apis",
    "lambda_key": "lambda_functions",
    "queue_key": "batch_job_queues",
    "rest_api_key": "api_gateway_rest_apis",
    "web_acl_key": "waf_web_acls",
}
_WIDTH, _HEIGHT, _GAP, _LANE = 190, 44, 14, 250  # pixels


def picture(environment: Environment) -> Picture:
    """Return what the environment runs, and how its parts name one another."""
    variables = environment.variables
    lanes: dict[str, list[Thing]] = {}
    for lane, kinds in _LANES.items():
        for variable, kind in kinds.items():
            if variables.get(_SWITCHES.get(variable, ""), True):
                for key in _keys_of(variable, variables.get(variable)):
                    lanes.setdefault(lane, []).append(Thing(variable, key, f"{kind} {key}".strip()))
    known = {(thing.variable, thing.key): thing for things in lanes.values() for thing in things}
    order = list(known)
    lines: dict[tuple[Thing, Thing], None] = {}
    for (variable, key), thing in known.items():
        said: Any = variables[variable]
        for name, value in _named(said[key] if isinstance(said, dict) and key else said):
            other = known.get((_KEYS[name], value))
            if other:
                # From left to right, whichever of the two names the other.
                first, second = sorted((thing, other), key=lambda each: order.index((each.variable, each.key)))
                lines[first, second] = None
    return Picture(lanes, list(lines))


def _keys_of(variable: str, value: Any) -> list[str]:
    if not value:
        return []
    return [""] if variable in _SINGLE else list(value)


def _named(value: Any) -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        for name, inner in value.items():
            if name in _KEYS and isinstance(inner, str):
                yield name, inner
            else:
                yield from _named(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _named(inner)


def mermaid(environment: Environment) -> str:
    """Return the picture as a Mermaid flowchart."""
    drawn = picture(environment)
    text = ["flowchart LR"]
    for lane, things in drawn.lanes.items():
        text.append(f"  subgraph {lane}")
        text += [f'    {thing.identity}["{_quoted(thing.label)}"]' for thing in things]
        text.append("  end")
    text += [f"  {first.identity} --> {second.identity}" for first, second in drawn.lines]
    return "\n".join(text) + "\n"


def _quoted(text: str) -> str:
    # Mermaid has entities of its own, which start with a number sign.
    return text.replace("#", "#35;").replace('"', "#quot;").replace("<", "#lt;").replace(">", "#gt;")


def svg(environment: Environment) -> str:
    """Return the picture as SVG, in the colours of the text around it."""
    drawn = picture(environment)
    if not drawn.lanes:
        return ""
    places = {
        thing: (12 + column * _LANE, 44 + row * (_HEIGHT + _GAP))
        for column, things in enumerate(drawn.lanes.values())
        for row, thing in enumerate(things)
    }
    width = len(drawn.lanes) * _LANE - (_LANE - _WIDTH) + 24
    height = max(y for _, y in places.values()) + _HEIGHT + 12
    parts = [
        f'<svg viewBox="0 0 {width} {height}" role="img" aria-label="Architecture of {escape(environment.name)}" '
        f'xmlns="http://www.w3.org/2000/svg" font-family="sans-serif" font-size="12" fill="currentColor" '
        f'style="max-width: {width}px">'
    ]
    for first, second in drawn.lines:
        (x1, y1), (x2, y2) = places[first], places[second]
        start, end, middle = x1 + _WIDTH, x2, _HEIGHT / 2
        # In one lane around the right side.
        bend, end = (start + 40, start) if x1 == x2 else ((start + end) / 2, end)
        path = f"M{start},{y1 + middle} C{bend},{y1 + middle} {bend},{y2 + middle} {end},{y2 + middle}"
        parts.append(f'<path d="{path}" fill="none" stroke="currentColor" stroke-opacity="0.45"/>')
    for column, lane in enumerate(drawn.lanes):
        parts.append(f'<text x="{12 + column * _LANE}" y="26" font-weight="bold">{escape(lane)}</text>')
    for thing, (x, y) in places.items():
        kind, _, key = thing.label.rpartition(" ") if thing.key else (thing.label, "", "")
        parts.append(
            f'<rect x="{x}" y="{y}" width="{_WIDTH}" height="{_HEIGHT}" rx="6" stroke="currentColor" '
            'style="fill: Canvas"/>'
        )
        for line, (text, weight) in enumerate([(kind, "normal"), (key, "bold")] if key else [(kind, "bold")]):
            down = y + (18 + line * 16 if key else 27)
            parts.append(f'<text x="{x + 10}" y="{down}" font-weight="{weight}">{escape(_fitting(text))}</text>')
    return "".join([*parts, "</svg>"])


def _fitting(text: str) -> str:
    return text if len(text) <= 27 else text[:26] + "…"
