"""Route 53: records that cannot stand beside others.

Source: RFC 1034, section 3.6.2: where a CNAME is, nothing else is. The words are AWS's, hashicorp/terraform#9732.
"""

from __future__ import annotations

from embedded_aws.additions import AwsError, Call, Service

service = Service("route53", regional=False)


@service.refusal("ChangeResourceRecordSets")
def change_that_conflicts(call: Call) -> None:
    zone = call.ask("GetHostedZone", Id=call.parameters["HostedZoneId"])["HostedZone"]
    records = {
        (record["Name"], record["Type"], record.get("SetIdentifier"))
        for record in call.ask("ListResourceRecordSets", HostedZoneId=call.parameters["HostedZoneId"])[
            "ResourceRecordSets"
        ]
    }
    for change in call.parameters["ChangeBatch"]["Changes"]:
        record = change["ResourceRecordSet"]
        name = record["Name"].lower().rstrip(".") + "."
        key = (name, record["Type"], record.get("SetIdentifier"))
        if change["Action"] == "DELETE":
            records.discard(key)
            continue
        if not f".{name}".endswith(f".{zone['Name']}"):
            raise _refused(f"RRSet with DNS name {name} is not permitted in zone {zone['Name']}")
        others = {kind for there, kind, _ in records if there == name and kind != record["Type"]}
        if others and "CNAME" in {record["Type"], *others}:
            said = f"RRSet of type {record['Type']} with DNS name {name} is not permitted as it conflicts with other "
            raise _refused(f"{said}records with the same DNS name in zone {zone['Name']}")
        records.add(key)


def _refused(said: str) -> AwsError:
    return AwsError("InvalidChangeBatch", f"[{said}]")
