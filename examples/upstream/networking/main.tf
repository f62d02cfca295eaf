data "aws_availability_zones" "available" {
  state = "available"
}

locals {
  name  = "${var.project_name}-${var.environment}"
  zones = slice(sort(data.aws_availability_zones.available.names), 0, var.zone_count)

  # Public subnets take the first numbers, private ones start at 8, so that a third zone moves nothing.
  public_cidr_blocks  = { for index, zone in local.zones : zone => cidrsubnet(var.vpc_cidr_block, 4, index) }
  private_cidr_blocks = { for index, zone in local.zones : zone => cidrsubnet(var.vpc_cidr_block, 4, index + 8) }
}

resource "aws_vpc" "this" {
  cidr_block = var.vpc_cidr_block

  # EKS and interface endpoints need both.
  enable_dns_support   = true
  enable_dns_hostnames = true

  tags = { Name = local.name }
}

# Nobody uses the default group; without rules it cannot be used by accident either.
resource "aws_default_security_group" "this" {
  vpc_id = aws_vpc.this.id

  tags = { Name = "${local.name}-default-unused" }
}

resource "aws_internet_gateway" "this" {
  vpc_id = aws_vpc.this.id

  tags = { Name = local.name }
}

resource "aws_subnet" "public" {
  for_each = local.public_cidr_blocks

  vpc_id            = aws_vpc.this.id
  availability_zone = each.key
  cidr_block        = each.value

  tags = {
    Name                     = "${local.name}-public-${each.key}"
    "kubernetes.io/role/elb" = "1"
  }
}

resource "aws_subnet" "private" {
  for_each = local.private_cidr_blocks

  vpc_id            = aws_vpc.this.id
  availability_zone = each.key
  cidr_block        = each.value

  tags = {
    Name                              = "${local.name}-private-${each.key}"
    "kubernetes.io/role/internal-elb" = "1"
  }
}
