import { defineTexts } from './define-texts.js'

/** Staging environments on Kubernetes. */
export const stagingTexts = defineTexts({
  'command.stagingPlan': {
    en: 'Show what an environment would be made of, and what would change in the cluster',
    zh: '显示环境的组成，以及集群中会发生的变化'
  },
  'command.stagingRender': {
    en: 'Write the manifests of an environment as the cluster gets them',
    zh: '输出环境的清单，与集群收到的一致'
  },
  'command.stagingUp': {
    en: 'Make a staging environment or bring it up to date, and wait until it runs',
    zh: '创建或更新预发布环境，并等待其运行'
  },
  'command.stagingList': {
    en: 'Show the staging environments of all clusters with owner, age and time left',
    zh: '显示所有集群的预发布环境：所有者、存在时间和剩余时间'
  },
  'command.stagingExtend': { en: 'Let a staging environment live longer', zh: '延长预发布环境的保留时间' },
  'command.stagingDown': { en: 'Remove a staging environment', zh: '删除预发布环境' },
  'command.stagingSweep': {
    en: 'Remove the staging environments whose time is over',
    zh: '删除已到期的预发布环境'
  },
  'option.stagingTtl': {
    en: 'How long it lives from now; default: "hours" of the project file',
    zh: '从现在起保留多久；默认：项目文件中的 "hours"'
  },
  'option.stagingExtend': { en: 'How long it lives from now', zh: '从现在起保留多久' },
  'option.stagingImage': {
    en: 'Another image for a service, best by digest',
    zh: '为某项服务指定另一个镜像，最好带摘要'
  },
  'option.stagingBranch': { en: 'The branch that it is of; default: NAME', zh: '所属分支；默认：NAME' },
  'option.stagingTimeout': { en: 'Longest time for the rollout', zh: '等待发布完成的最长时间' },
  'option.stagingForce': {
    en: 'Replace what somebody else changed in the cluster',
    zh: '覆盖他人在集群中的更改'
  },
  'option.stagingWait': { en: 'Longest time until it is gone', zh: '等待其消失的最长时间' },
  'staging.isNew': {
    en: '{namespace} in {cluster} is new: its {count} objects are all new.',
    zh: '{cluster} 中的 {namespace} 是新环境：{count} 个对象均为新建。'
  },
  'staging.unchecked': {
    en: 'The cluster checks them once the namespace is there.',
    zh: '命名空间建立后，集群才会检查它们。'
  },
  'staging.same': {
    en: '{namespace} in {cluster} is as it should be.',
    zh: '{cluster} 中的 {namespace} 已符合要求。'
  },
  'staging.removes': { en: 'removes {object}', zh: '删除 {object}' },
  'staging.waits': { en: '{workload}: {reason}', zh: '{workload}：{reason}' },
  'staging.up': {
    en: '{name} runs in {namespace} ({cluster}) until {until}.',
    zh: '{name} 已在 {namespace}（{cluster}）中运行，保留至 {until}。'
  },
  'staging.address': { en: 'https://{host}', zh: 'https://{host}' },
  'staging.extended': { en: '{name} lives until {until}.', zh: '{name} 保留至 {until}。' },
  'staging.down': { en: '{name} is gone from {cluster}.', zh: '{name} 已从 {cluster} 删除。' },
  'staging.swept': {
    en: '{cluster}: {namespace} of {owner} is over and is being removed.',
    zh: '{cluster}：{owner} 的 {namespace} 已到期，正在删除。'
  },
  'staging.nothing': { en: 'There are no staging environments.', zh: '没有预发布环境。' },
  'staging.column.name': { en: 'name', zh: '名称' },
  'staging.column.project': { en: 'project', zh: '项目' },
  'staging.column.cluster': { en: 'cluster', zh: '集群' },
  'staging.column.state': { en: 'state', zh: '状态' },
  'staging.column.owner': { en: 'owner', zh: '所有者' },
  'staging.column.branch': { en: 'branch', zh: '分支' },
  'staging.column.made': { en: 'made', zh: '创建' },
  'staging.column.ends': { en: 'ends', zh: '到期' },
  'staging.state.begun': { en: 'begun', zh: '进行中' },
  'staging.state.ready': { en: 'ready', zh: '就绪' },
  'staging.state.failed': { en: 'failed', zh: '失败' },
  'staging.state.ending': { en: 'ending', zh: '正在删除' }
})
