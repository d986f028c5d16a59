import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { readXml } from '../../agent/formats/xml-reader.js'
import type { JenkinsStandIn } from './jenkins-stand-in.js'

/**
 * The configurations of folders, jobs and nodes, and the ids of credentials. From the sources of core:
 *
 * - AbstractItem.doConfigDotXml: GET gives the file as it lies on the disk. POST goes through updateByXml,
 *   which writes what javax.xml.transform made of the body, with a prolog of its own, and refuses another
 *   class of item ("Expecting … but got …", an IOException, and so 500). Answers 200 without a body.
 * - XmlFile.write: what Jenkins saves itself begins with `<?xml version='1.1' encoding='UTF-8'?>`, and XStream
 *   writes the plugin of each class as an attribute; elements that nobody set come with their defaults.
 * - ItemGroupMixIn.createTopLevelItem: 400 "A job already exists with the name", 400 without a name or for a
 *   body that is no XML by its type, Jenkins.checkGoodName for the name; else 200. A folder is an item group.
 * - Computer.doConfigDotXml: GET is XStream's own; POST replaces the node. The built-in node refuses both.
 * - CredentialsStoreAction.CredentialsWrapper: api/json has id, displayName, typeName, never the secret.
 */
export function addItems (app: FastifyInstance, standIn: JenkinsStandIn): void {
  app.addContentTypeParser(['application/xml', 'text/xml'], { parseAs: 'string' }, (_request, body, done) => {
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
    if (!standIn.nodeConfigs.has(request.params.name)) return reply.callNotFound()
    standIn.nodeConfigs.set(request.params.name, resaved(String(request.body)))
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
  const [before, after] = [rootOf(config), rootOf(String(request.body))]
  if (after === undefined || before !== after) {
    return await reply.code(500).type('text/html').send('<html></html>')
  }
  standIn.configs.set(name, transformed(String(request.body)))
  standIn.onChange()
  return await reply.code(200).send()
}

async function createItem (
  standIn: JenkinsStandIn,
  parent: string,
  request: FastifyRequest,
  reply: FastifyReply
): Promise<FastifyReply> {
  const { name = '' } = request.query as { name?: string }
  const refused = async (message: string): Promise<FastifyReply> =>
    await reply.code(400).header('x-error', message).type('text/html').send(`<html>${message}</html>`)
  if (parent !== '' && !/Folder$/.test(rootOf(standIn.configs.get(parent) ?? '') ?? '')) {
    return await reply.code(404).type('text/html').send('<html></html>')
  }
  if (name === '') return await refused('Query parameter name is required')
  if (/^\.{1,2}$|[?*/\\%!@#$^&|<>[\]:;]/.test(name)) return await refused('unsafe name')
  const path = parent === '' ? name : `${parent}/${name}`
  if (standIn.configs.has(path)) return await refused(`A job already exists with the name ${name}`)
  if (!/^(?:application|text)\/xml/.test(request.headers['content-type'] ?? '')) {
    return await refused('No mode')
  }
  if (rootOf(String(request.body)) === undefined) return await reply.code(500).send('<html></html>')
  standIn.configs.set(path, transformed(String(request.body)))
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

function transformed (body: string): string {
  return body.replace(/^<\?xml[^>]*\?>/, '<?xml version="1.0" encoding="UTF-8" standalone="no"?>')
}

/** As Jenkins writes it after somebody saved its page. */
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
