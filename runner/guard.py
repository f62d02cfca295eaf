"""What must be confirmed in so many words before it happens."""

from __future__ import annotations

from collections.abc import Iterable

from generator.environment import Environment
from generator.errors import Refusal
from runner.saved_plan import Record
from runner.service_names import resource_type
from runner.session import Session

PRODUCTION = "prod"
# Losing one of these loses data, traffic, or an address, name or identity that others rely on. A test wants every type
# that the modules make to be here, or in tests/runner/unguarded.yaml with the reason.
STATEFUL = (
    "aws_acm_certificate",
    "aws_alb",
    "aws_api_gateway_api_key",
    "aws_api_gateway_domain_name",
    "aws_api_gateway_rest_api",
    "aws_api_gateway_stage",
    "aws_apigatewayv2_api",
    "aws_apigatewayv2_domain_name",
    "aws_apigatewayv2_stage",
    "aws_autoscaling_group",
    "aws_backup_vault",
    "aws_batch_compute_environment",
    "aws_batch_job_queue",
    "aws_cloudfront_distribution",
    "aws_cloudfront_key_value_store",
    "aws_cloudfront_public_key",
    "aws_cloudfront_vpc_origin",
    "aws_cloudwatch_log_group",
    "aws_cognito_user_pool",
    "aws_dynamodb_table",
    "aws_ecr_repository",
    "aws_ecs_capacity_provider",
    "aws_ecs_cluster",
    "aws_ecs_service",
    "aws_efs_file_system",
    "aws_eip",
    "aws_eks_cluster",
    "aws_eks_fargate_profile",
    "aws_eks_node_group",
    "aws_elastic_beanstalk_application",
    "aws_elastic_beanstalk_environment",
    "aws_iam_openid_connect_provider",
    "aws_iam_role",
    "aws_kinesis_stream",
    "aws_kms_key",
    "aws_lambda_alias",
    "aws_lambda_function",
    "aws_lambda_function_url",
    "aws_lb",
    "aws_lb_listener",
    "aws_lb_target_group",
    "aws_route53_record",
    "aws_s3_bucket",
    "aws_secretsmanager_secret",
    "aws_service_discovery_http_namespace",
    "aws_service_discovery_private_dns_namespace",
    "aws_service_discovery_service",
    "aws_sns_topic",
    "aws_sqs_queue",
    "aws_wafv2_web_acl",
)


def check_apply(session: Session, record: Record, confirm: str | None) -> None:
    """Raise Refusal unless production is confirmed: CONFIRM=prod, or prod-destroy where state is lost."""
    if session.name != PRODUCTION:
        return
    lost = stateful(record.lost)
    strong = f"{PRODUCTION}-destroy"
    if confirm == strong or (confirm == PRODUCTION and not lost and record.certain):
        return
    how = f"make apply ENV={PRODUCTION} CONFIRM="
    if lost:
        names = "".join(f"\n  {address}" for address in lost)
        raise Refusal(f"The plan ends these, and what they hold:{names}\nIf that is meant: {how}{strong}")
    if not record.certain:
        raise Refusal(f"The summary and terraform's totals differ. If the plan itself is right: {how}{strong}")
    raise Refusal(f"This is production. If the plan above is what you want: {how}{PRODUCTION}")


def check_destroy(environment: Environment, confirm: str | None) -> None:
    """Raise Refusal unless it is confirmed by name, wherever there is something to lose."""
    name, account = environment.name, environment.account_id
    wanted = f"{name}-destroy"
    if (account or name == PRODUCTION) and confirm != wanted:
        where = f"account {account}" if account else "the embedded AWS"
        raise Refusal(
            f"This destroys everything of {name} on {where}. If that is meant: make destroy ENV={name} CONFIRM={wanted}"
        )


def stateful(addresses: Iterable[str]) -> list[str]:
    """Return the addresses whose loss is more than a redeployment."""
    return [address for address in addresses if resource_type(address) in STATEFUL]
