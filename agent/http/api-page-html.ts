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
interface Operation {
  summary?: string
  description?: string
  tags?: string[]
  parameters?: Parameter[]
  requestBody?: { content: Record<string, { schema: Schema }> }
  responses?: Record<string, { description?: string, content?: Record<string, { schema: Schema }> }>
}

/** As much of an OpenAPI document as the page shows. */
export interface ApiDocument {
  info: { title: string, version: string }
  paths: Record<string, Record<string, Operation>>
}

export const style =
  `body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color-scheme:light dark}
code{font-family:ui-monospace,monospace}h2{margin-top:2.5rem}section{border-top:1px solid #8886;padding:.5rem 0}
table{border-collapse:collapse;width:100%}td,th{text-align:left;vertical-align:top;padding:.15rem .75rem .15rem 0}b.method{display:inline-block;min-width:4.5rem}`

/** The interface as one page, without scripts. */
export function renderApiPage ({ info, paths }: ApiDocument): string {
  const operations = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method, operation }))
  )
  const tags = [...new Set(operations.map(({ operation }) => operation.tags?.[0] ?? 'other'))].sort()
  const groups = tags.map(tag =>
    `<h2 id="${escapeHtml(tag)}">${escapeHtml(tag)}</h2>${
      operations
        .filter(({ operation }) => (operation.tags?.[0] ?? 'other') === tag)
        .map(({ path, method, operation }) => renderOperation(path, method, operation))
        .join('')
    }`
  )
  return `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${
    escapeHtml(info.title)
  }</title>
<style>${style}</style><h1>${escapeHtml(info.title)} <small>${escapeHtml(info.version)}</small></h1>
<p>The same for programs: <a href="/v1/openapi.json">openapi.json</a>. Errors are <code>{"error":{"code","message","hint","retryable","details"}}</code>.</p>
${groups.join('\n')}</html>`
}

function renderOperation (
  path: string,
  method: string,
  { summary = '', description = '', parameters = [], requestBody, responses = {} }: Operation
): string {
  const body = Object.values(requestBody?.content ?? {})[0]?.schema
  const rows = [
    ...parameters.map(({ name, in: place, required, schema, description }) =>
      row(name, place, required === true, { ...schema, ...description !== undefined && { description } })
    ),
    ...fields(body).map(([name, schema, required]) => row(name, 'body', required, schema))
  ]
  const answers = Object
    .entries(responses)
    .filter(([status]) => /^2/.test(status))
    .map(([status, { content = {} }]) =>
      `<tr><td>${escapeHtml(status)}<td colspan="3">${
        fields(Object.values(content)[0]?.schema).map(([name]) => `<code>${escapeHtml(name)}</code>`).join(
          ', '
        ) || 'see above'
      }`
    )
  return `<section><h3><b class="method">${escapeHtml(method.toUpperCase())}</b><code>${
    escapeHtml(path)
  }</code></h3><p>${escapeHtml(summary)}. ${escapeHtml(description)}.</p>
<table>${[...rows, ...answers].join('')}</table></section>`
}

function fields (schema: Schema | undefined): Array<[name: string, schema: Schema, required: boolean]> {
  return Object.entries(schema?.properties ?? {}).map((
    [name, field]
  ) => [name, field, schema?.required?.includes(name) === true])
}

function row (name: string, place: string, required: boolean, schema: Schema): string {
  const type = schema.enum === undefined
    ? [schema.type ?? ''].flat().join(' or ')
    : schema.enum.map(String).join(' | ')
  const fallback = schema.default === undefined
    ? ''
    : ` Default: <code>${escapeHtml(JSON.stringify(schema.default))}</code>.`
  return `<tr><td><code>${escapeHtml(name)}</code>${required ? ' *' : ''}<td>${escapeHtml(place)}<td>${
    escapeHtml(type)
  }<td>${escapeHtml(schema.description ?? '')}${fallback}`
}

function escapeHtml (text: string): string {
  return text.replace(/[&<>"']/g, character => `&#${character.charCodeAt(0)};`)
}
