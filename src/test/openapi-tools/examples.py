#!/usr/bin/env python3
"""Writes answers of a running service into openapi.yaml as the examples of its operations.

    bin/rei-dau-stats demo --port=3000 &    # until /api/v1/status says that nothing is left to fetch
    python3 src/test/openapi-tools/examples.py http://localhost:3000

Lists are cut after their first entries, unless they are a few words. ContractTest holds the examples to their schemas and to the
shape of real answers.
"""

import json
import re
import sys
import urllib.request

import yaml

DESCRIPTION = "src/main/resources/openapi.yaml"
ENTRIES = 2
WORDS = 20

# Requests by the operation's place in the description: a path, or a shared response.
REQUESTS = {
    "/": "/",
    "/api/v1": "/api/v1",
    "response Window": "/api/v1/windows/24h",
    "/api/v1/metrics": "/api/v1/metrics",
    "/api/v1/series": "/api/v1/series?metrics=senders,transactions&resolution=day&from={from}&to={to}",
    "/api/v1/series/{metric}": "/api/v1/series/senders?resolution=day&from={from}&to={to}",
    "/api/v1/hours": "/api/v1/hours?limit=1&offset=1",
    "/api/v1/days": "/api/v1/days?limit=1&offset=1",
    "/api/v1/retention": "/api/v1/retention?limit=1&offset={oldCohort}",
    "/api/v1/addresses/top": "/api/v1/addresses/top?limit=2",
    "/api/v1/addresses/{address}": "/api/v1/addresses/{sender}",
    "/api/v1/concentration": "/api/v1/concentration",
    "/api/v1/concentration/series": "/api/v1/concentration/series?resolution=day&from={from}&to={to}",
    "/api/v1/definitions": "/api/v1/definitions",
    "/api/v1/contracts": "/api/v1/contracts?limit=2",
    "/api/v1/contracts/newcomers": "/api/v1/contracts/newcomers?limit=2",
    "/api/v1/contracts/groups": "/api/v1/contracts/groups?limit=2",
    "/api/v1/contracts/{address}": "/api/v1/contracts/{contract}",
    "/api/v1/contracts/{address}/series/{metric}":
        "/api/v1/contracts/{contract}/series/users?resolution=day&from={from}&to={to}",
    "/api/v1/contracts/{address}/retention": "/api/v1/contracts/{contract}/retention?limit=1&offset=1",
    "/api/v1/contracts/{address}/concentration": "/api/v1/contracts/{contract}/concentration",
    "/api/v1/contracts/{address}/concentration/series":
        "/api/v1/contracts/{contract}/concentration/series?resolution=day&from={from}&to={to}",
    "/api/v1/overlap": "/api/v1/overlap?a={contract}&b={other}",
    "/api/v1/lines": "/api/v1/lines",
    "/api/v1/lines/{name}": "/api/v1/lines/activeAccounts?from={from}&to={last}",
    "/api/v1/counters": "/api/v1/counters",
    "/stats-service/api/v1/lines": "/stats-service/api/v1/lines",
    "/stats-service/api/v1/lines/{name}": "/stats-service/api/v1/lines/activeAccounts?from={from}&to={last}",
    "/stats-service/api/v1/counters": "/stats-service/api/v1/counters",
    "/api/v1/status": "/api/v1/status",
    "/api/stats/24h": "/api/stats/24h",
    "/api/stats/7days": "/api/stats/7days",
    "/api/stats/history": "/api/stats/history?limit=1&offset=1",
    "/api/stats/records": "/api/stats/records",
    "/health": "/health",
    "/alive": "/alive",
    "/ready": "/ready",
}


def read(base, path):
    request = urllib.request.Request(base + path, headers={"Accept": "application/json"})
    with urllib.request.urlopen(request) as response:
        return json.load(response)


def places(base):
    """Returns what the requests are about: two complete days, and names that have numbers."""
    days = [day["date"] for day in read(base, "/api/v1/days?limit=10")["days"] if day["complete"]]
    cohorts = read(base, "/api/v1/retention?limit=1000")["cohorts"]
    known = [place for place, cohort in enumerate(cohorts) if cohort["day30"] is not None]
    contracts = read(base, "/api/v1/contracts?limit=2")["contracts"]
    top = read(base, "/api/v1/addresses/top?by=sent&limit=5")["addresses"]
    week = [place for place, cohort in enumerate(cohorts) if cohort["day7"] is not None]
    return {
        "from": days[1],
        "last": days[0],
        "to": days[0] + "T23:00:00Z",
        "oldCohort": (known or week)[0],
        "sender": top[-1]["address"],
        "contract": contracts[0]["address"],
        "other": contracts[1]["address"],
    }


def shortened(answer):
    """Returns an answer with its lists cut."""
    if isinstance(answer, list):
        short = len(answer) <= WORDS and all(isinstance(entry, str) for entry in answer)
        return answer if short else [shortened(entry) for entry in answer[:ENTRIES]]
    if isinstance(answer, dict):
        return {key: shortened(value) for key, value in answer.items()}
    return answer


class Dumper(yaml.SafeDumper):
    """Writes lists with the indentation of the description."""

    def increase_indent(self, flow=False, indentless=False):
        return super().increase_indent(flow, False)


def block(answer, indent):
    text = yaml.dump(answer, Dumper=Dumper, sort_keys=False, allow_unicode=True, width=100)
    return ["%sexample:" % indent] + ["%s  %s" % (indent, line) for line in text.splitlines()]


def written(lines, place, answer):
    """Returns the lines with the example of one place, in place of the one that is there."""
    if place.startswith("response "):
        begin = lines.index("    %s:" % place.split()[1], lines.index("  responses:"))
    else:
        begin = lines.index("  %s:" % place)
        begin = lines.index("        '200':", begin)
    schema = next(
        index for index in range(begin, len(lines)) if lines[index].strip() == "application/json:")
    indent = re.match(" *", lines[schema]).group() + "  "
    end = schema + 1
    while lines[end].startswith(indent):
        end += 1
    kept = []
    for index in range(schema + 1, end):
        if lines[index].startswith(indent + "example:"):
            break
        kept.append(lines[index])
    return lines[:schema + 1] + kept + block(answer, indent) + lines[end:]


def main():
    base = sys.argv[1].rstrip("/")
    about = places(base)
    with open(DESCRIPTION, encoding="utf-8") as description:
        lines = description.read().split("\n")
    for place, path in REQUESTS.items():
        lines = written(lines, place, shortened(read(base, path.format(**about))))
    with open(DESCRIPTION, "w", encoding="utf-8") as description:
        description.write("\n".join(lines))


if __name__ == "__main__":
    main()
