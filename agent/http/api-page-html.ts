import { html, type Html } from '../ui/html.js'

interface Parameter {
  name: string
  in: string
  required?: boolean
  description?: string
  schema?: Schema
}
interface Schema {
  type?: string | string[]
  description?: string
  properties?: Record<string, Schema>
  required?: string[]
  items?: Schema
  enum?: unknown[]
  default?: unknown
  $ref?: string
}
type Content = Record<string, { schema: Schema }>
interface OperationObject {
  summary?: string
  description?: string
  tags?: string[]
  parameters?: Parameter[]
  requestBody?: { content: Content }
  responses?: Record<string, { description?: string, content?: Content }>
}

/** As much of an OpenAPI document as the page shows. */
export interface ApiDocument {
  info: { title: string, version: string }
  paths: Record<string, Record<string, OperationObject>>
}

interface Operation extends OperationObject {
  path: string
  method: string
}

export const style = `
body {
  font: 16px/1.5 system-ui, sans-serif; color-scheme: light dark;
  max-width: 60rem; margin: 2rem auto; padding: 0 1rem
}
code { font-family: ui-monospace, monospace }
h2 { margin-top: 2.5rem }
section { border-top: 1px solid #8886; padding: .5rem 0 }
table { border-collapse: collapse; width: 100% }
td, th { text-align: left; vertical-align: top; padding: .15rem .75rem .15rem 0 }
b.method { display: inline-block; min-width: 4.5rem }
`

const errorShape = '{"error":{"code","message","hint","retryable","details"}}'

/** The interface as one page, without scripts. */
export function renderApiPage ({ info, paths }: ApiDocument): string {
  const operations = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ ...operation, path, method }))
  )
  const tags = [...new Set(operations.map(tagOf))].sort()
  // Markup that the tag would escape stands around it.
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<style>${style}</style>
${
    html`<title>${info.title}</title>
    <h1>${info.title} <small>${info.version}</small></h1>
    <p>
      The same for programs: <a href="/v1/openapi.json">openapi.json</a>.
      Errors are <code>${errorShape}</code>.
    </p>
    ${tags.map(tag => renderTag(tag, operations.filter(operation => tagOf(operation) === tag)))}
    </html>`
      .toString()
  }`
}

function tagOf ({ tags }: OperationObject): string {
  return tags?.[0] ?? 'other'
}

function renderTag (tag: string, operations: readonly Operation[]): Html {
  return html`<h2 id="${tag}">${tag}</h2>
    ${operations.map(renderOperation)}
    `
}

function renderOperation (
  { path, method, summary = '', description = '', parameters = [], requestBody, responses = {} }: Operation
): Html {
  const given = parameters.map(({ name, in: place, required, schema, description }) =>
    row(name, place, required === true, { ...schema, ...description !== undefined && { description } })
  )
  const inBody = fields(requestBody?.content).map(([name, schema, required]) =>
    row(name, 'body', required, schema)
  )
  const answers = Object
    .entries(responses)
    .filter(([status]) => /^2/.test(status))
    .map(([status, { content }]) => answer(status, fields(content).map(([name]) => name)))
  return html`<section>
    <h3><b class="method">${method.toUpperCase()}</b><code>${path}</code></h3>
    <p>${summary}. ${description}.</p>
    <table>
    ${[...given, ...inBody, ...answers]}
    </table>
    </section>`
}

type Field = [name: string, schema: Schema, required: boolean]

/** Those of the first form in which something can be sent. */
function fields (content: Content = {}): Field[] {
  const [first] = Object.values(content)
  const { properties = {}, required } = first?.schema ?? {}
  return Object.entries(properties).map(([name, field]): Field => [
    name,
    field,
    required?.includes(name) === true
  ])
}

function row (name: string, place: string, required: boolean, schema: Schema): Html {
  const type = schema.enum === undefined
    ? [schema.type ?? ''].flat().join(' or ')
    : schema.enum.map(String).join(' | ')
  return html`
    <tr>
    <td><code>${name}</code>${required ? ' *' : ''}
    <td>${place}
    <td>${type}
    <td>${schema.description ?? ''}${
    schema.default !== undefined && html` Default: <code>${JSON.stringify(schema.default)}</code>.`
  }`
}

function answer (status: string, names: readonly string[]): Html {
  const known = names.map((name, index) => html`${index === 0 ? '' : ', '}<code>${name}</code>`)
  return html`
    <tr>
    <td>${status}
    <td colspan="3">${known.length === 0 ? 'see above' : known}`
}
