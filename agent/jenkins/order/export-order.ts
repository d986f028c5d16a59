import type { WantedFolder, WantedJob, WantedOrder } from './wanted-order.js'

const matrix = 'com.cloudbees.hudson.plugins.folder.properties.AuthorizationMatrixProperty'
const inherit = 'org.jenkinsci.plugins.matrixauth.inheritance.InheritParentStrategy'

/** The folders and jobs as a script of the plugin Job DSL. */
export function jobDsl ({ items }: WantedOrder): string {
  return items.map(item => item.kind === 'folder' ? folderDsl(item) : pipelineDsl(item)).join('\n')
}

/**
 * The same as a document of the plugin Configuration as Code, which runs such a script. It would put secrets
 * and variables of the controller in place of `${NAME}` first (io.jenkins.plugins.casc.SecretSourceResolver).
 */
export async function jcasc (order: WantedOrder): Promise<string> {
  const { stringify } = await import('yaml')
  const script = jobDsl(order).replaceAll('${', '^${')
  return stringify({ jobs: [{ script }] }, { version: '1.1', lineWidth: 0 })
}

function folderDsl ({ path, description, access = [] }: WantedFolder): string {
  return `folder(${groovy(path)}) {\n${
    [
      ...description === undefined ? [] : [`  description(${groovy(description)})`],
      ...access.length === 0 ? [] : [
        '  configure { node ->',
        `    node / 'properties' / '${matrix}' {`,
        `      inheritanceStrategy(class: '${inherit}')`,
        ...access.map(line => `      permission(${groovy(line)})`),
        '    }',
        '  }'
      ]
    ]
      .map(line => `${line}\n`)
      .join('')
  }}\n`
}

function pipelineDsl (job: WantedJob): string {
  const { path, description, parameters, scm, url, branch, credentials, script } = job
  const source = scm === 'git'
    ? [
      '        git {',
      '          remote {',
      `            url(${groovy(url)})`,
      ...credentials === undefined ? [] : [`            credentials(${groovy(credentials)})`],
      '          }',
      `          branch(${groovy(branch)})`,
      '        }'
    ]
    : [
      '        svn {',
      `          location(${groovy(`${url.replace(/\/$/, '')}/${branch}`)}) {`,
      ...credentials === undefined ? [] : [`            credentials(${groovy(credentials)})`],
      '          }',
      '        }'
    ]
  return `pipelineJob(${groovy(path)}) {\n${
    [
      ...description === undefined ? [] : [`  description(${groovy(description)})`],
      ...parameters.length === 0 ? [] : [
        '  parameters {',
        ...parameters.map(name => `    stringParam(${groovy(name)}, '')`),
        '  }'
      ],
      '  definition {',
      '    cpsScm {',
      '      scm {',
      ...source,
      '      }',
      `      scriptPath(${groovy(script)})`,
      '      lightweight(true)',
      '    }',
      '  }'
    ]
      .map(line => `${line}\n`)
      .join('')
  }}\n`
}

/** Between single quotes nothing is filled in. */
function groovy (text: string): string {
  const escaped = text
    .replaceAll('\\', '\\\\')
    .replaceAll("'", "\\'")
    .replaceAll('\r', '\\r')
    .replaceAll('\n', '\\n')
  return `'${escaped}'`
}
