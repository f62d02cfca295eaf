locals {
  # https://docs.aws.amazon.com/eks/latest/userguide/kubernetes-versions.html
  _standard_support_ends = {
    "1.28" = "2024-11-26"
    "1.29" = "2025-03-23"
    "1.30" = "2025-07-23"
    "1.31" = "2025-11-26"
    "1.32" = "2026-03-23"
    "1.33" = "2026-07-29"
    "1.34" = "2026-12-02"
    "1.35" = "2027-03-27"
    "1.36" = "2027-08-02"
  }

  # A version that the table does not know yet is newer, and supported. Extended support lasts a year more.
  _standard_ends = lookup(local._standard_support_ends, var.kubernetes_version, "2999-12-31")
  _extended_ends = "${tonumber(substr(local._standard_ends, 0, 4)) + 1}${substr(local._standard_ends, 4, 6)}"

  _support_phases = {
    over     = "${local._extended_ends}T00:00:00Z"
    extended = "${local._standard_ends}T00:00:00Z"
    ending   = timeadd("${local._standard_ends}T00:00:00Z", "-${60 * 24}h")
  }

  # The latest phase that has begun; the clock is read at each plan, the network never.
  _support_phase = concat(
    [for phase in ["over", "extended", "ending"] : phase if timecmp(plantimestamp(), local._support_phases[phase]) >= 0],
    ["standard"],
  )[0]

  _extended_support_means = {
    EXTENDED = "each hour costs six times as much"
    STANDARD = "EKS makes no new cluster of it and upgrades an existing one when it likes"
  }

  _support_messages = {
    standard = "is supported"
    ending   = "leaves standard support on ${local._standard_ends}: plan the upgrade"
    extended = "left standard support on ${local._standard_ends}, so ${local._extended_support_means[var.support_type]}: raise kubernetes_version, one minor version at a time"
    over     = "left extended support on ${local._extended_ends}, so EKS makes no new cluster of it and upgrades an existing one: raise kubernetes_version"
  }
}

check "kubernetes_version" {
  assert {
    condition     = local._support_phase == "standard"
    error_message = "Kubernetes ${var.kubernetes_version} of cluster ${var.name} ${local._support_messages[local._support_phase]}."
  }
}
