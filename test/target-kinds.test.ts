// Takes 5 s.
import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import ts from 'typescript'

const root = join(import.meta.dirname, '..')
/** Where targets are known: `kind` there is a target's label. */
const aboutTargets =
  /^agent\/(release|packaging|cli\/release|cli\/packaging|config\/(release|target|package)|http\/release)/
const labels = /^(formal|gr[ae]y|review|vest|live)\b/
const comparisons = new Set([
  ts.SyntaxKind.EqualsEqualsEqualsToken,
  ts.SyntaxKind.ExclamationEqualsEqualsToken,
  ts.SyntaxKind.EqualsEqualsToken,
  ts.SyntaxKind.ExclamationEqualsToken
])

/**
 * Places in `text` that decide something by a kind: a label compared, switched over, looked up, taken apart,
 * or handed to a test.
 */
function decisions (file: string, text: string): string[] {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true)
  const found: string[] = []
  const visit = (node: ts.Node): void => {
    const isRead = (ts.isPropertyAccessExpression(node) && node.name.text === 'kind') ||
      (ts.isIdentifier(node) && node.text === 'kind' && !ts.isPropertyAccessExpression(node.parent) && !ts
        .isPropertyAssignment(node.parent) &&
        !ts.isPropertySignature(node.parent) && !ts.isBindingElement(node.parent))
    const isLabel = ts.isStringLiteralLike(node) && labels.test(node.text)
    if ((isRead && aboutTargets.test(file) && decides(node)) || (isLabel && isCompared(node))) {
      found.push(`${file}:${source.getLineAndCharacterOfPosition(node.getStart()).line + 1}: ${
        node
          .parent
          .getText()
          .slice(0, 80)
      }`)
    }
    ts.forEachChild(node, visit)
  }
  visit(source)
  return found
}

function isCompared (node: ts.Node): boolean {
  const { parent } = node
  if (ts.isBinaryExpression(parent) && comparisons.has(parent.operatorToken.kind)) {
    return /kind|target/i.test(parent.getText())
  }
  return ts.isCaseClause(parent) && /kind|target/i.test(parent.parent.parent.expression.getText())
}

function decides (node: ts.Node): boolean {
  const { parent } = node
  if (ts.isBinaryExpression(parent)) return parent.operatorToken.kind !== ts.SyntaxKind.EqualsToken
  if (ts.isPropertyAccessExpression(parent)) return parent.expression === node
  if (ts.isElementAccessExpression(parent)) return parent.argumentExpression === node
  if (ts.isCallExpression(parent)) return parent.arguments.includes(node as ts.Expression)
  if (ts.isConditionalExpression(parent)) return parent.condition === node
  return ts.isIfStatement(parent) || ts.isSwitchStatement(parent) || ts.isPrefixUnaryExpression(parent) ||
    ts.isWhileStatement(parent)
}

/** The same for Groovy and Java, by their text. */
function textDecisions (file: string, text: string): string[] {
  return text.split('\n').flatMap((line, index) =>
    /\bkind\b\s*(==|!=|\.|\?|in\b)|(==|!=)\s*['"](formal|gray|review|vest)|case\s+['"](formal|gray|review|vest)|switch\s*\(.*kind/
        .test(line) && !/^\s*(\*|\/\/)/.test(line)
      ? [`${file}:${index + 1}: ${line.trim()}`]
      : []
  )
}

function sources (folder: string, ending: RegExp): Array<{ file: string, text: string }> {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .map(name => `${folder}/${name.replaceAll('\\', '/')}`)
    .filter(file => ending.test(file) && !/\.test\.ts$|\/testing\/|\/fixtures\//.test(file))
    .map(file => ({ file, text: readFileSync(join(root, file), 'utf8') }))
}

t.test('no code decides by the kind of a target', async t => {
  const files = sources('agent', /\.ts$/)
  t.ok(files.filter(({ file }) => aboutTargets.test(file)).length > 30)
  t.same(files.flatMap(({ file, text }) => decisions(file, text)), [])
  t.same(
    [
      ...sources('vars', /\.groovy$/),
      ...sources('src', /\.groovy$/),
      ...sources('resources/release/java', /\.java$/)
    ]
      .flatMap(({ file, text }) => textDecisions(file, text)),
    []
  )
})

t.test('the search would find it', async t => {
  const file = 'agent/release/x.ts'
  for (
    const text of [
      'if (target.kind === "review") go()',
      'const x = target.kind ? 1 : 2',
      'switch (target.kind) { case "a": }',
      'const { kind } = target; if (kind) go()',
      'table[target.kind]()',
      'kinds.includes(target.kind)',
      'target.kind.startsWith("gray")',
      'const isGray = target.kind != other',
      'const x = !target.kind',
      'const x = target.kind || "formal"',
      'if (id === "review-1" || target === "gray") go()'
    ]
  ) t.ok(decisions(file, text).length > 0, text)
  for (
    const text of [
      'const row = { id: target.id, kind: target.kind }',
      'const text = `${target.kind}`',
      'cells.push([target.id, target.kind])',
      'interface Target { kind: string }',
      'kind = target.kind'
    ]
  ) t.same(decisions(file, text), [], text)
  for (
    const text of [
      'if (target.kind == "review") {',
      'switch (kind) {',
      "case 'gray': break",
      "target.id != 'formal'"
    ]
  ) t.equal(textDecisions('vars/x.groovy', text).length, 1, text)
})
