import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { readXml } from '../../agent/formats/xml-reader.js'
import type { JenkinsStandIn } from './jenkins-stand-in.js'

/**
 * The configurations of folders, jobs and nodes, and the ids of credentials. From the sources of core, as they
 * were in August 2026:
 *
 * - AbstractItem.doConfigDotXml: GET gives what is in memory as XStream writes it. POST reads a text, by the
 *   charset of the content type; CharacterEncodingFilter leaves XML alone, so that without one it is the
 *   servlet's ISO-8859-1, whatever the prolog says (Jetty takes text/xml for UTF-8). Another class of item is
 *   refused ("Expecting … but got …", an IOException, and so 500). What was loaded is saved again from memory.
 *   Answers 200 without a body.
 * - XmlFile.write: what Jenkins saves itself begins with `<?xml version='1.1' encoding='UTF-8'?>`, and XStream
 *   writes the plugin of each class as an attribute; elements that nobody set come with their defaults.
 * - ItemGroupMixIn.createTopLevelItem: 400 "A job already exists with the name" (names are looked up without
 *   regard to case), 400 without a name or for a body that is no XML by its type, Jenkins.checkGoodName for the
 *   name, which is trimmed then; else 200. The body is read as bytes, by its prolog. A folder is an item group.
 * - Computer.doConfigDotXml: GET is XStream's own; POST reads bytes and replaces the node, 400 "Node types do not
 *   match" for another class. The built-in node refuses both.
 * - CredentialsStoreAction.CredentialsWrapper: api/json has id, displayName, typeName, never the secret.
 */
export function addItems (app: FastifyInstance, standIn: JenkinsStandIn): void {
  app.addContentTypeParser(['application/xml', 'text/xml'], { parseAs: 'buffer' }, (_request, body, done) => {
    done(null, body)
  })
  app.post('/createItem', async (request, reply) => await createItem(standIn, '', request, reply))
  app.get<{ Params: { name: string } }>('/computer/:name/config.xml', async (request, reply) => {
    const config = standIn.nodeConfigs.get(request.params.name)
    return config === undefined
      ? reply.callNotFound()
      : await reply.type('application/xml').send(config)
  })
  app.post<{ Params: { name: string } }>('/computer/:name/config.xml', async (request, reply) => {
    const [before, after] = [standIn.nodeConfigs.get(request.params.name), String(request.body)]
    if (before === undefined) return reply.callNotFound()
    if (rootOf(before) !== rootOf(after)) return await reply.code(400).send('Node types do not match')
    standIn.nodeConfigs.set(request.params.name, resaved(after))
    return await reply.code(200).send()
  })
  app.get<{ Params: { id: string } }>(
    '/credentials/store/system/domain/_/credential/:id/api/json',
    async (request, reply) =>
      standIn.credentials.has(request.params.id) ? { id: request.params.id } : reply.callNotFound()
  )
}

/** What is asked of an item besides its builds; undefined for anything else. */
export async function answerItem (
  standIn: JenkinsStandIn,
  { name, rest }: { name: string, rest: string },
  request: FastifyRequest,
  reply: FastifyReply
): Promise<FastifyReply | undefined> {
  if (rest === 'createItem' && request.method === 'POST') {
    return await createItem(standIn, name, request, reply)
  }
  if (rest !== 'config.xml') return undefined
  const config = standIn.configs.get(name)
  if (config === undefined) {
    reply.callNotFound()
    return reply
  }
  if (request.method === 'GET') return await reply.type('application/xml').send(config)
  const posted = postedText(request)
  const [before, after] = [rootOf(config), rootOf(posted)]
  if (after === undefined || before !== after) {
    return await reply.code(500).type('text/html').send('<html></html>')
  }
  standIn.configs.set(name, resaved(posted))
  standIn.onChange()
  return await reply.code(200).send()
}

/** The body as `getReader` of a servlet gives it. */
function postedText ({ headers, body }: FastifyRequest): string {
  const type = headers['content-type'] ?? ''
  const charset = /charset=["']?([\w-]+)/i.exec(type)?.[1] ??
    (type.startsWith('text/xml') ? 'utf-8' : 'latin1')
  return new TextDecoder(charset).decode(Buffer.isBuffer(body) ? body : Buffer.from(String(body)))
}

async function createItem (
  standIn: JenkinsStandIn,
  parent: string,
  request: FastifyRequest,
  reply: FastifyReply
): Promise<FastifyReply> {
  const { name: given = '' } = request.query as { name?: string }
  const name = given.trim()
  const refused = async (message: string): Promise<FastifyReply> =>
    await reply.code(400).header('x-error', message).type('text/html').send(`<html>${message}</html>`)
  if (parent !== '' && !/Folder$/.test(rootOf(standIn.configs.get(parent) ?? '') ?? '')) {
    return await reply.code(404).type('text/html').send('<html></html>')
  }
  if (name === '') return await refused('Query parameter name is required')
  if (/\.$|[?*/\\%!@#$^&|<>[\]:;\p{Cc}]/u.test(name)) return await refused('unsafe name')
  const path = parent === '' ? name : `${parent}/${name}`
  if ([...standIn.configs.keys()].some(each => each.toLowerCase() === path.toLowerCase())) {
    return await refused(`A job already exists with the name ${name}`)
  }
  if (!/^(?:application|text)\/xml/.test(request.headers['content-type'] ?? '')) {
    return await refused('No mode')
  }
  if (rootOf(String(request.body)) === undefined) return await reply.code(500).send('<html></html>')
  standIn.configs.set(path, resaved(String(request.body)))
  standIn.onChange()
  return await reply.code(200).send()
}

function rootOf (config: string): string | undefined {
  try {
    return readXml('config.xml', Buffer.from(config)).root.name
  } catch {
    return undefined
  }
}

/** As Jenkins writes what it loaded. */
export function resaved (config: string): string {
  return config
    .replace(/^<\?xml[^>]*\?>/, "<?xml version='1.1' encoding='UTF-8'?>")
    .replace(
      /<(flow-definition|com\.cloudbees\.hudson\.plugins\.folder\.Folder)>/,
      '<$1 plugin="x@1.2">\n  <actions/>'
    )
    .replace('CpsScmFlowDefinition">', 'CpsScmFlowDefinition" plugin="workflow-cps@4000.v1">')
    .replace('GitSCM">', 'GitSCM" plugin="git@5.7.0">')
    .replace('<credentialsId/>', '')
    .replace('<description/>', '<description></description>')
}
