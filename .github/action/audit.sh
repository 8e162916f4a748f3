#!/usr/bin/env bash
# Audit, then tell the job: report, summary, annotations, outputs. How it ended is an output too; another step decides.
#
# Inputs come as INPUT_... of the environment and are used as words, never as code. What a document, a file's name or an
# input says cannot become an option, a command of the workflow or an output.
set -uo pipefail

kept="$RUNNER_TEMP/citecheck-kept"
venv="$RUNNER_TEMP/citecheck-venv/bin"
unset PYTHONPATH PYTHONHOME PYTHONSTARTUP
export PYTHONSAFEPATH=1 PYTHONUTF8=1

# Give an output; a value of several lines would be several outputs.
output() {
    printf '%s=%s\n' "$1" "${2//[$'\r\n']/ }" >>"$GITHUB_OUTPUT"
}

# End with a sentence and a code, as citecheck does when it cannot begin.
refuse() {
    printf 'error: %s\n' "$1" >&2
    output exit-code 2
    exit 0
}

# Give the lines of an input that hold something, without the white space around it.
lines() {
    local line
    while IFS= read -r line || [ -n "$line" ]; do
        line="${line#"${line%%[![:space:]]*}"}"
        line="${line%"${line##*[![:space:]]}"}"
        [ -z "$line" ] || printf '%s\n' "$line"
    done <<<"$1"
}

for name in COMMAND OUTPUT FAIL_ON BASELINE HISTORY CONFIG MAX_TIME USER_AGENT CHANGED_SINCE OFFLINE ANNOTATIONS SARIF JOB_SUMMARY; do
    value="INPUT_$name"
    case "${!value}" in *[[:cntrl:]]*) refuse "the input ${name,,} is more than one line. Only sources and format are lists." ;; esac
done
for name in OFFLINE ANNOTATIONS SARIF JOB_SUMMARY; do
    value="INPUT_$name"
    case "${!value}" in true | false) ;; *) refuse "the input ${name,,} is neither true nor false." ;; esac
done
case "$INPUT_COMMAND" in audit | links) ;; *) refuse "the input command is neither audit nor links." ;; esac

# What is audited. `--` before them: a name that begins with a dash is a name.
mapfile -t sources < <(lines "$INPUT_SOURCES")
[ "${#sources[@]}" -gt 0 ] || refuse "the input sources names no document."
flags=()
if [ -n "$INPUT_CHANGED_SINCE" ]; then
    since=$(git rev-parse --verify --quiet --end-of-options "$INPUT_CHANGED_SINCE^{commit}") ||
        refuse "there is no commit as changed-since names it. Give actions/checkout a fetch-depth that reaches it."
    list="$RUNNER_TEMP/citecheck-changed"
    git --literal-pathspecs diff --name-only -z --no-renames --no-ext-diff --no-textconv --diff-filter=AM "$since" -- "${sources[@]}" >"$list" ||
        refuse "git cannot tell what has changed since then."
    sources=()
    while IFS= read -r -d '' file; do
        # A link could lead to any file of this machine. `./`: a name that looks like an address is a name.
        case "${file,,}" in
            *.txt | *.text | *.html | *.htm | *.xhtml | *.md | *.markdown | *.mdown | *.mdwn | *.mkd | *.mkdn | *.qmd | *.rmd | *.ipynb | *.rst | *.rest | *.rstx | *.tex | *.latex | *.ltx | *.docx | *.docm | *.dotx | *.dotm | *.odt | *.ott | *.fodt | *.pdf | *.nxml | *.tei | *.wiki | *.wikitext | *.mediawiki | *.bib | *.bibtex | *.biblatex)
                if [ -f "$file" ] && [ ! -L "$file" ]; then sources+=("./$file"); fi
                ;;
        esac
    done <"$list"
    flags+=(--pass-over)
fi

report="${INPUT_OUTPUT:-$RUNNER_TEMP/citecheck}"
mkdir -p -- "$report" || refuse "$report cannot be made. Name another folder with the input output."
rm -f -- "$report/audit.json" "$report/audit.md" "$report/audit.sarif"

flags+=("--output=$report" "--fail-on=$INPUT_FAIL_ON" --format=json --format=markdown)
while IFS= read -r format; do flags+=("--format=$format"); done < <(lines "$INPUT_FORMAT")
[ "$INPUT_SARIF" = false ] || flags+=(--format=sarif)
[ "$INPUT_OFFLINE" = false ] || flags+=(--offline)
[ -z "$INPUT_CONFIG" ] || flags+=("--config=$INPUT_CONFIG")
[ -z "$INPUT_BASELINE" ] || flags+=("--baseline=$INPUT_BASELINE")
[ -z "$INPUT_MAX_TIME" ] || flags+=("--max-time=$INPUT_MAX_TIME")
[ -z "$INPUT_USER_AGENT" ] || flags+=("--user-agent=$INPUT_USER_AGENT")
if [ "$INPUT_CACHE" = true ] && [ "$INPUT_OFFLINE" = false ]; then
    mkdir -p "$kept"
    flags+=("--cache-dir=$kept")
fi
case "$INPUT_HISTORY" in
    '') ;;
    cached)
        mkdir -p "$kept"
        flags+=("--history=$kept/history.json")
        ;;
    *)
        history="$INPUT_HISTORY"
        # A pull request is told what is known and adds nothing to it: what it asks about is not in the documents yet.
        if [ "$INPUT_READ_ONLY" = true ]; then
            history="$RUNNER_TEMP/citecheck-history.json"
            rm -f -- "$history"
            [ ! -e "$INPUT_HISTORY" ] || cp -- "$INPUT_HISTORY" "$history" || refuse "$INPUT_HISTORY cannot be read."
        fi
        flags+=("--history=$history")
        ;;
esac

# Between the two lines nothing is a command of the workflow, whatever a document makes citecheck say.
token=$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')
code=0
if [ "${#sources[@]}" -gt 0 ]; then
    printf '::stop-commands::%s\n' "$token"
    "$venv/citecheck" "$INPUT_COMMAND" "${flags[@]}" -- "${sources[@]}" 2>&1 || code=$?
    printf '::%s::\n' "$token"
else
    echo "No document has changed."
fi

# Figures and a digest of what fails the run: the same as long as the same fails it.
figures="0 0 0 none"
if [ -f "$report/audit.json" ]; then
    figures=$("$venv/python" -I - "$report/audit.json" "$INPUT_FAIL_ON" <<'PYTHON'
import hashlib, json, sys

with open(sys.argv[1], encoding="utf-8") as file:
    findings = [one for document in json.load(file)["documents"] for one in document["findings"]]
new = [one for one in findings if one["state"] != "known"]
severities = {"error": ("error",), "warning": ("error", "warning")}.get(sys.argv[2], ())
failing = sorted(one["fingerprint"] for one in new if one["severity"] in severities)
print(len(findings), len(new), len(failing), hashlib.sha256("\n".join(failing).encode()).hexdigest()[:16])
PYTHON
    ) || figures="0 0 0 none"
fi
read -r findings new failing digest <<<"$figures"

if [ "$INPUT_JOB_SUMMARY" = true ]; then
    if [ -f "$report/audit.md" ]; then
        cat -- "$report/audit.md" >>"$GITHUB_STEP_SUMMARY"
    else
        printf 'citecheck has no report of this run (exit code %s); the log says why.\n' "$code" >>"$GITHUB_STEP_SUMMARY"
    fi
fi
if [ "$INPUT_ANNOTATIONS" = true ] && [ -f "$report/audit.json" ]; then
    "$venv/citecheck" report "$report/audit.json" --format github 2>/dev/null
fi

output exit-code "$code"
output findings "$findings"
output new-findings "$new"
output failing "$failing"
output digest "$digest"
output report "$report"
[ ! -f "$report/audit.sarif" ] || output sarif "$report/audit.sarif"
exit 0
