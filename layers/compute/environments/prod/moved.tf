# Rendered from environments/prod.yaml: edit there, then .venv/bin/gen-env render --all. (gen-env 0d140eb298201e20)
# What is made by one of two resources, as a decision says, and stays the same thing when that changes.

moved {
  from = module.layer.module.lambda["api-handler"].aws_lambda_function.external[0]
  to   = module.layer.module.lambda["api-handler"].aws_lambda_function.this[0]
}

moved {
  from = module.layer.module.lambda["authorizer"].aws_lambda_function.external[0]
  to   = module.layer.module.lambda["authorizer"].aws_lambda_function.this[0]
}

moved {
  from = module.layer.module.lambda["event-handler"].aws_lambda_function.this[0]
  to   = module.layer.module.lambda["event-handler"].aws_lambda_function.external[0]
}

moved {
  from = module.layer.module.lambda["api-handler"].aws_lambda_alias.external[0]
  to   = module.layer.module.lambda["api-handler"].aws_lambda_alias.this[0]
}

moved {
  from = module.layer.module.lambda["authorizer"].aws_lambda_alias.external[0]
  to   = module.layer.module.lambda["authorizer"].aws_lambda_alias.this[0]
}

moved {
  from = module.layer.module.lambda["event-handler"].aws_lambda_alias.this[0]
  to   = module.layer.module.lambda["event-handler"].aws_lambda_alias.external[0]
}

moved {
  from = module.layer.module.lambda["api-handler"].aws_lambda_provisioned_concurrency_config.this[0]
  to   = module.layer.module.lambda["api-handler"].aws_lambda_provisioned_concurrency_config.autoscaled[0]
}

moved {
  from = module.layer.module.lambda["api-handler"].aws_appautoscaling_target.scheduled[0]
  to   = module.layer.module.lambda["api-handler"].aws_appautoscaling_target.this[0]
}

moved {
  from = module.layer.module.alb["main"].aws_lb_listener.external["traffic"]
  to   = module.layer.module.alb["main"].aws_lb_listener.this["traffic"]
}

moved {
  from = module.layer.module.eks[0].aws_eks_node_group.this["general"]
  to   = module.layer.module.eks[0].aws_eks_node_group.autoscaled["general"]
}

moved {
  from = module.layer.module.eks[0].aws_eks_node_group.this["spot"]
  to   = module.layer.module.eks[0].aws_eks_node_group.autoscaled["spot"]
}

moved {
  from = module.layer.module.eks[0].aws_eks_addon.after_compute["eks-pod-identity-agent"]
  to   = module.layer.module.eks[0].aws_eks_addon.before_compute["eks-pod-identity-agent"]
}

moved {
  from = module.layer.module.eks[0].aws_eks_addon.after_compute["kube-proxy"]
  to   = module.layer.module.eks[0].aws_eks_addon.before_compute["kube-proxy"]
}

moved {
  from = module.layer.module.eks[0].aws_eks_addon.after_compute["vpc-cni"]
  to   = module.layer.module.eks[0].aws_eks_addon.before_compute["vpc-cni"]
}

moved {
  from = module.layer.module.eks[0].aws_eks_addon.before_compute["aws-ebs-csi-driver"]
  to   = module.layer.module.eks[0].aws_eks_addon.after_compute["aws-ebs-csi-driver"]
}

moved {
  from = module.layer.module.eks[0].aws_eks_addon.before_compute["coredns"]
  to   = module.layer.module.eks[0].aws_eks_addon.after_compute["coredns"]
}

moved {
  from = module.layer.module.eks[0].aws_eks_addon.before_compute["metrics-server"]
  to   = module.layer.module.eks[0].aws_eks_addon.after_compute["metrics-server"]
}

moved {
  from = module.layer.module.eks[0].aws_eks_addon.before_compute["amazon-cloudwatch-observability"]
  to   = module.layer.module.eks[0].aws_eks_addon.after_compute["amazon-cloudwatch-observability"]
}

moved {
  from = module.layer.module.ecs_service["web-app"].module.external[0].aws_ecs_service.this
  to   = module.layer.module.ecs_service["web-app"].module.service[0].aws_ecs_service.this
}
