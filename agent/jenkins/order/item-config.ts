import { attributeAt, childOf, element, madeAt, putText, replaceChild, textAt } from './config-xml.js'
import type { ConfigElement } from './config-xml.js'
import type { WantedFolder, WantedJob } from './wanted-order.js'

/** What is compared, by name; lists are one line each. */
export type ItemFacts = Record<string, string>

const folderName = 'com.cloudbees.hudson.plugins.folder.Folder'
const jobName = 'flow-definition'
const matrixName = 'com.cloudbees.hudson.plugins.folder.properties.AuthorizationMatrixProperty'
const parametersName = 'hudson.model.ParametersDefinitionProperty'
const scriptClass = 'org.jenkinsci.plugins.workflow.cps.CpsScmFlowDefinition'

const places = {
  git: {
    class: 'hudson.plugins.git.GitSCM',
    url: ['userRemoteConfigs', 'hudson.plugins.git.UserRemoteConfig', 'url'],
    credentials: ['userRemoteConfigs', 'hudson.plugins.git.UserRemoteConfig', 'credentialsId'],
    branch: ['branches', 'hudson.plugins.git.BranchSpec', 'name']
  },
  svn: {
    class: 'hudson.scm.SubversionSCM',
    url: ['locations', 'hudson.scm.SubversionSCM_-ModuleLocation', 'remote'],
    credentials: ['locations', 'hudson.scm.SubversionSCM_-ModuleLocation', 'credentialsId'],
    branch: undefined
  }
} as const

export function wantedFacts (item: WantedFolder | WantedJob): ItemFacts {
  const described: ItemFacts = item.description === undefined
    ? {}
    : { description: lineEnds(item.description) }
  if (item.kind === 'folder') {
    return {
      type: folderName,
      ...described,
      ...item.access !== undefined && { access: item.access.join('\n') }
    }
  }
  return {
    type: jobName,
    ...described,
    source: `${item.scm} ${addressOf(item)}`,
    ...places[item.scm].branch !== undefined && { branch: branchSpec(item) },
    credentials: item.credentials ?? '',
    script: item.script,
    parameters: item.parameters.toSorted().join('\n')
  }
}

/** The same of what is there, and of nothing else. */
export function foundFacts (item: WantedFolder | WantedJob, root: ConfigElement): ItemFacts {
  const description: ItemFacts = item.description === undefined
    ? {}
    : { description: lineEnds(textAt(root, 'description')) }
  if (item.kind === 'folder' || root.name !== jobName) {
    return {
      type: root.name,
      ...description,
      ...item.kind === 'folder' && item.access !== undefined && { access: accessIn(root).join('\n') }
    }
  }
  const scm = childOf(root, 'definition', 'scm')
  const kind = scm === undefined ? undefined : kindOf(scm)
  const place = places[kind ?? item.scm]
  const declared = parameterNames(root)
  return {
    type: root.name,
    ...description,
    source: kind === undefined ? '' : `${kind} ${textAt(scm, ...place.url)}`,
    ...places[item.scm].branch !== undefined &&
      { branch: place.branch === undefined ? '' : textAt(scm, ...place.branch) },
    credentials: textAt(scm, ...place.credentials),
    script: textAt(root, 'definition', 'scriptPath'),
    parameters: item.parameters.filter(name => declared.includes(name)).toSorted().join('\n')
  }
}

/** A browser's form makes CRLF of every line end. */
function lineEnds (text: string): string {
  return text.replace(/\r\n?/g, '\n').trim()
}

export function newConfig (item: WantedFolder | WantedJob): ConfigElement {
  const root = item.kind === 'folder' ? element(folderName) : element(jobName)
  putText(root, ['description'], '')
  madeAt(root, ['properties'])
  editConfig(item, root)
  return root
}

/** Changes what was asked for and leaves everything else, also what other plugins keep there. */
export function editConfig (item: WantedFolder | WantedJob, root: ConfigElement): void {
  if (item.description !== undefined) putText(root, ['description'], item.description)
  if (item.kind === 'folder') {
    if (item.access !== undefined) editAccess(root, item.access)
    return
  }
  const place = places[item.scm]
  const definition = childOf(root, 'definition')
  const scm = childOf(definition, 'scm')
  const isOurs = definition !== undefined && attributeAt(definition, 'class') === scriptClass &&
    scm !== undefined && kindOf(scm) === item.scm
  if (!isOurs) replaceChild(root, newDefinition(item))
  const path = ['definition', 'scm']
  putText(root, [...path, ...place.url], addressOf(item))
  putText(root, [...path, ...place.credentials], item.credentials ?? '')
  if (place.branch !== undefined) putText(root, [...path, ...place.branch], branchSpec(item))
  putText(root, ['definition', 'scriptPath'], item.script)
  editParameters(root, item.parameters)
}

function newDefinition ({ scm }: WantedJob): ConfigElement {
  const inside = scm === 'git'
    ? [element('configVersion', '2')]
    : [element('workspaceUpdater', '', { class: 'hudson.scm.subversion.UpdateUpdater' })]
  return element('definition', [
    element('scm', inside, { class: places[scm].class }),
    element('scriptPath'),
    element('lightweight', 'true')
  ], { class: scriptClass })
}

function kindOf (scm: ConfigElement): WantedJob['scm'] | undefined {
  const found = attributeAt(scm, 'class')
  return found === places.git.class ? 'git' : found === places.svn.class ? 'svn' : undefined
}

/** Subversion's branches are folders. */
function addressOf ({ scm, url, branch }: WantedJob): string {
  return scm === 'git' ? url : `${url.replace(/\/$/, '')}/${branch}`
}

function branchSpec ({ branch }: WantedJob): string {
  return /^(?:\*\/|refs\/|\$|[^/]*\*)/.test(branch) ? branch : `*/${branch}`
}

function accessIn (root: ConfigElement): string[] {
  return (childOf(root, 'properties', matrixName)?.children ?? [])
    .filter(({ name }) => name === 'permission')
    .map(({ text }) => text.trim())
    .sort()
}

function editAccess (root: ConfigElement, access: readonly string[]): void {
  const matrix = madeAt(root, ['properties', matrixName])
  const strategy = childOf(matrix, 'inheritanceStrategy') ??
    element('inheritanceStrategy', '', {
      class: 'org.jenkinsci.plugins.matrixauth.inheritance.InheritParentStrategy'
    })
  matrix.text = ''
  matrix.children = [strategy, ...access.map(line => element('permission', line))]
}

function parameterNames (root: ConfigElement): string[] {
  const list = childOf(root, 'properties', parametersName, 'parameterDefinitions')
  return (list?.children ?? []).map(each => textAt(each, 'name'))
}

function editParameters (root: ConfigElement, wanted: readonly string[]): void {
  const declared = parameterNames(root)
  const lacking = wanted.filter(name => !declared.includes(name))
  if (lacking.length === 0) return
  const list = madeAt(root, ['properties', parametersName, 'parameterDefinitions'])
  for (const name of lacking) {
    list.children.push(
      element('hudson.model.StringParameterDefinition', [
        element('name', name),
        element('defaultValue'),
        element('trim', 'false')
      ])
    )
  }
}
