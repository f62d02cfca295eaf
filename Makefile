# The front door. A recipe is a line or two; the logic is in runner/, generator/ and embedded_aws/.

PYTHON ?= python3
PY      = .venv/bin/python
RUNTIME = .venv/runtime.stamp
DEV     = .venv/dev.stamp
CHECKOV = .venv-checkov/checkov.stamp
WORKFLOWS = .venv-workflows/workflows.stamp
NAMES   = $(patsubst environments/%.yaml,%,$(wildcard environments/[a-z]*.yaml))

# Taken as text: make expands nothing in them, and recipes meet them in the environment, never in a shell's command.
override ENV      := $(value ENV)
override CONFIRM  := $(value CONFIRM)
override FROM     := $(value FROM)
override FUNCTION := $(value FUNCTION)
override CANARY   := $(value CANARY)
override JOB      := $(value JOB)
override QUEUE    := $(value QUEUE)
override ARRAY    := $(value ARRAY)
override PRICES   := $(value PRICES)
override BOUNDARY := $(value BOUNDARY)
export ENV CONFIRM FROM FUNCTION CANARY JOB QUEUE ARRAY PRICES BOUNDARY

.DEFAULT_GOAL := help
.PHONY: help bootstrap plan apply destroy show drift cost report diagram output troubleshoot unlock move-state env package deploy-code rollback-code submit-job api aws-up aws-down aws-status aws-env
.PHONY: fmt lint check check-policies test test-deep mutants lock clean

help:
	@echo 'make TARGET ENV=name, with one of: $(NAMES)'
	@awk -F ':.*## ' '/^##@ / { print "\n" substr($$0, 5) } /^[a-z-]+:.*## / { printf "  %-16s%s\n", $$1, $$2 }' Makefile

##@ Environments
bootstrap: $(RUNTIME) ## Make the bucket for ENV's states in its account, once
	@$(PY) -m runner bootstrap

plan: $(RUNTIME) ## Plan ENV, save the plan, sum it up by service
	@$(PY) -m runner plan

apply: $(RUNTIME) ## Apply ENV's saved plan, or plan first; prod asks for CONFIRM=prod
	@$(PY) -m runner apply

show: $(RUNTIME) ## Show ENV's saved plan again
	@$(PY) -m runner show

drift: $(RUNTIME) ## Say what was changed in ENV behind Terraform's back; exit 2 where something was
	@$(PY) -m runner drift

cost: $(RUNTIME) ## Print what ENV is charged for a month after its saved plan, in AWS's own units; PRICES="FILE..." adds money, by price lists of AWS
	@$(PY) -m runner cost

permissions: $(RUNTIME) ## Write least-privilege policies for the roles that plan and apply ENV; BOUNDARY=ARN holds the roles they make to it
	@$(PY) -m runner permissions

report: $(RUNTIME) ## Write .work/report: all environments, their saved plans, and how they differ, as HTML and Markdown
	@$(PY) -m runner report

diagram: $(RUNTIME) ## Print ENV's architecture as a Mermaid flowchart
	@$(PY) -m runner diagram

output: $(RUNTIME) ## Print ENV's outputs
	@$(PY) -m runner output

troubleshoot: $(RUNTIME) ## Print what to look at when SERVICE of ENV misbehaves; RUN=1 runs what only reads
	@$(PY) -m runner troubleshoot

destroy: $(RUNTIME) ## Destroy all of ENV; prod and real accounts ask for CONFIRM=<env>-destroy
	@$(PY) -m runner destroy

unlock: $(RUNTIME) ## Take away the lock that a dead terraform left on ENV's state; asks for CONFIRM=<lock id>
	@$(PY) -m runner unlock

move-state: $(RUNTIME) ## Bring ENV's state along to where its YAML now has it; asks for CONFIRM=<env>-move-state
	@$(PY) -m runner move-state

env: $(RUNTIME) ## Make ENV exist or render it again; FROM=name copies that one's decisions
	@$(PY) -m generator environment $${FROM:+--from="$$FROM"} -- "$$ENV"

package: $(RUNTIME) ## Build the Lambda packages of ENV, or of all environments
	@$(PY) -m runner package

deploy-code: $(RUNTIME) ## Publish FUNCTION's code in ENV; CANARY=10 gives it 10 % of the calls first
	@$(PY) -m runner deploy-code

rollback-code: $(RUNTIME) ## Take FUNCTION's code in ENV back to the version before
	@$(PY) -m runner rollback-code

submit-job: $(RUNTIME) ## Submit Batch JOB of ENV now; ARRAY=500 submits 500 at once
	@$(PY) -m runner submit-job

##@ The embedded AWS, for environments without an account
aws-up: $(RUNTIME) ## Start it; plan and apply do so by themselves
	@$(PY) -m embedded_aws up

aws-down: $(RUNTIME) ## Stop it, and forget everything in it
	@$(PY) -m embedded_aws down

aws-status: $(RUNTIME) ## Say whether it runs, and where
	@$(PY) -m embedded_aws status

aws-env: $(RUNTIME) ## Print what points plain terraform at ENV's AWS: eval "$(make -s aws-env ENV=dev)"
	@$(PY) -m runner aws-env

##@ Development
api: $(DEV) ## Serve the AI Assistant on loopback: log in as anybody, chat with a stand-in for the model
	@$(PY) -m dev_api

fmt: $(DEV) ## Format Python and Terraform
	@$(PY) -m ruff check --fix-only --quiet . && $(PY) -m ruff format . && $(PY) -m runner fmt

lint: $(DEV) $(WORKFLOWS) ## Check style, types, formatting and workflows
	@$(PY) -m ruff check . && $(PY) -m ruff format --check . && $(PY) -m mypy && $(PY) -m runner fmt --check
	@.venv-workflows/bin/check-jsonschema --quiet --builtin-schema vendor.github-workflows .github/workflows/*.yml
	@.venv-workflows/bin/zizmor --offline --quiet .github/workflows

check: $(RUNTIME) ## Check that every environment is rendered and valid
	@$(PY) -m generator check && $(PY) -m generator validate

check-policies: $(DEV) $(CHECKOV) ## Run the security policies over modules and plans
	@$(PY) -m pytest tests/environments/test_policies.py

# More workers than most machines have cores: applies wait for the provider's own timers more than they compute.
test: $(DEV) $(CHECKOV) ## Run every test
	@$(PY) -m pytest --numprocesses=4 --dist=loadscope

test-deep: $(DEV) $(CHECKOV) ## Run the tests that take too long for every change
	@$(PY) -m pytest --numprocesses=4 --dist=loadscope -m deep

# By hand and nightly: MODULE names some of them, SAMPLE how many lines of each one's HCL are tried, SEED which.
mutants: $(DEV) ## Break the modules one value at a time, and print what no test names
	@$(PY) -m tests.mutants --sample=$(or $(SAMPLE),10) --seed=$(or $(SEED),0) -- $(MODULE)

lock: ## Resolve requirements/*.in into hash-pinned *.txt
	@$(PYTHON) -m runner.lock

clean: $(RUNTIME) ## Stop the embedded AWS, remove what make made; no YAML, no rendered root
	@$(PY) -m runner clean

# Without a recipe: where the interpreter is absent, or what it links to is gone, the stamps are made anew.
.venv/bin/python .venv/bin/gen-env .venv-checkov/bin/python .venv-workflows/bin/python:

$(RUNTIME): requirements/runtime.txt .venv/bin/python .venv/bin/gen-env
	@$(PYTHON) -m runner.bootstrap .venv $<

$(DEV): requirements/dev.txt $(RUNTIME)
	@$(PYTHON) -m runner.bootstrap .venv $<

$(CHECKOV): requirements/checkov.txt .venv-checkov/bin/python
	@$(PYTHON) -m runner.bootstrap .venv-checkov $<

$(WORKFLOWS): requirements/workflows.txt .venv-workflows/bin/python
	@$(PYTHON) -m runner.bootstrap .venv-workflows $<
