// Takes 11 s.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Ajv2020 } from 'ajv/dist/2020.js'
import t from 'tap'
import type { Test } from 'tap'
import { startedAgent } from '../../test/support/started-agent.js'
import { defaultAgentConfig } from '../config/agent-config.js'
import { repositoryConfig } from '../trigger/testing/watched-repository.js'
import { TokenFile } from './tokens.js'

interface Operation {
  responses: Record<string, { description: string, content?: Record<string, object> }>
  security: Array<Record<string, string[]>>
}
interface ApiPaths {
  paths: Record<string, Record<string, Operation>>
}

/** A stream for browsers, which inject would read to its end. */
const endless = '/v1/farm/events'
const roles = ['read', 'build', 'admin'] as const
const json = 'application/json'

async function open (t: Test) {
  const work = mkdtempSync(join(tmpdir(), 'packline-work-'))
  t.teardown(() => {
    // A job outlives its agent, and may write for a moment.
    rmSync(work, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 })
  })
  const { agent: { app }, home } = await startedAgent(t, {
    prepare: home => {
      writeFileSync(join(home, 'secret'), 'hook-secret')
    },
    config: {
      workspaces: [work],
      http: { ...defaultAgentConfig().http, localRole: 'none', rateLimitPerMinute: 1e6 },
      repositories: {
        art: { ...repositoryConfig('file:///nowhere'), kind: 'svn', forge: 'svn', secretFile: 'secret' }
      }
    }
  })
  const tokens = new TokenFile(join(home, 'tokens.json'), Date.now)
  const callers: Record<string, string | undefined> = { nobody: undefined, stranger: 'Bearer no-token' }
  for (const role of roles) callers[role] = `Bearer ${await tokens.add(role, role)}`
  const document = (await app.inject({
    url: '/v1/openapi.json',
    headers: { authorization: callers.read }
  }))
    .json<ApiPaths>()
  return { app, work, callers, document }
}

/** Something right, something wrong and something that is not there, for each part of a path. */
function urlsOf (path: string, method: string): string[] {
  const values: Record<string, string[]> = {
    id: ['0'.repeat(21), 'x'],
    device: ['mac-01', 'mac-99', '!'],
    forge: ['svn', 'nobody'],
    project: ['dk', '!'],
    native: ['1.0', '!'],
    release: ['1.0-1', '!'],
    other: ['1.1', '!'],
    target: ['live', '!'],
    environment: ['production', '!'],
    parameter: ['logLevel', '!'],
    digest: ['0'.repeat(64), '!'],
    receiver: ['qa', '!']
  }
  const names = [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name)
  const most = Math.max(1, ...names.map(name => values[name]!.length))
  const paths = Array.from(
    { length: most },
    (_, index) => path.replace(/\{(\w+)\}/g, (_whole, name: string) => values[name]!.at(index) ?? 'x')
  )
  const queries = method === 'get' ? ['', '?project=dk', '?limit=0&from=-1&project='] : ['']
  return paths.flatMap(each => queries.map(query => each + query))
}

t.test('every answer of every route to every role is one that the document has', async t => {
  const { app, work, callers, document } = await open(t)
  const ajv = new Ajv2020({ strict: false, logger: false, formats: { 'date-time': true } })
  ajv.addSchema(document, 'api')
  const pointer = (...words: string[]) =>
    words.map(word => word.replaceAll('~', '~0').replaceAll('/', '~1')).join('/')
  const bodies: Array<[type: string | undefined, payload: string | undefined]> = [
    [undefined, undefined],
    [json, '{'],
    [json, '{}'],
    [json, JSON.stringify({ kind: 'assets', workspace: work, key: 'once' })],
    [json, '{"kind":"assets","workspace":"/etc"}'],
    [json, '{"kind":"rm","workspace":"/etc"}'],
    [json, '{"project":"dk","context":7}'],
    [json, '{"why":"new disk","drainMs":"soon"}'],
    [json, '{"why":"new disk"}'],
    [json, '{"why":"approved","from":"review-1","to":"live"}'],
    [json, '{"why":"look","value":true}'],
    [json, '{"why":"wider","set":{"priority":7}}'],
    [json, '{"why":"go","target":"live","state":"live"}'],
    [json, '{"why":"new","name":"production","environment":{"services":{"VMS":{"addresses":["vms:1"]}}}}'],
    [json, '{"why":"new","target":{"id":"live","environment":"production"}}'],
    ['application/xml', '<x/>']
  ]
  const wrong = new Set<string>()
  const seen = new Set<string>()
  for (const [path, operations] of Object.entries(document.paths)) {
    for (const [method, { responses }] of Object.entries(operations)) {
      if (path === endless) continue
      for (const url of urlsOf(path, method)) {
        for (const [caller, authorization] of Object.entries(callers)) {
          // Whoever is refused at the door is so with any body.
          const isKnown = roles.some(role => role === caller)
          for (const [type, payload] of bodies.slice(0, method === 'get' ? 1 : isKnown ? bodies.length : 3)) {
            const answer = await app.inject({
              method: method.toUpperCase() as 'GET',
              url,
              remoteAddress: '10.0.0.5',
              headers: {
                host: 'localhost',
                ...authorization !== undefined && { authorization },
                ...type !== undefined && { 'content-type': type }
              },
              ...payload !== undefined && { payload }
            })
            const { statusCode, headers } = answer
            const place = `${method} ${path} ${statusCode}`
            seen.add(place)
            const known = responses[statusCode]
            const type_ = String(headers['content-type']).split(';', 1)[0] ?? ''
            const said = known?.content?.[type_] === undefined
              ? undefined
              : ajv.getSchema(
                `api#/${
                  pointer('paths', path, method, 'responses', String(statusCode), 'content', type_, 'schema')
                }`
              )
            const body: unknown = type_ === json ? answer.json() : answer.payload
            const code = (body as { error?: { code: string } }).error?.code
            if (said?.(body) !== true || (code !== undefined && !known?.description.includes(code))) {
              wrong.add(`${place} as ${caller}: ${type_} ${code ?? ''} ${answer.payload.slice(0, 200)}`)
            }
          }
        }
      }
    }
  }
  t.same([...wrong], [])
  for (
    const place of [
      'post /v1/jobs 201',
      'post /v1/jobs 200',
      'post /v1/jobs 403',
      'post /v1/jobs 415',
      'get /v1/jobs/{id} 404',
      'post /v1/farm/machines/{device}/drain 200',
      'delete /v1/farm/machines/{device} 409',
      'post /v1/hooks/{forge} 404',
      'get /v1/jobs/{id}/result 404',
      'get /health 401',
      'get /v1/projects/{project}/targets 200',
      'delete /v1/projects/{project}/targets/{target} 404',
      'post /v1/projects/{project}/flip 404',
      'post /v1/projects/{project}/environments 200'
    ]
  ) t.ok(seen.has(place), place)
})
