import { defineTexts } from './define-texts.js'

/** Builds that are ordered from Jenkins. */
export const jenkinsTexts = defineTexts({
  'command.jenkinsRun': {
    en: 'Have the Jenkins job of packages.jenkins do a piece of work, and follow it',
    zh: '让 packages.jenkins 指定的 Jenkins 任务完成一项工作，并跟踪它'
  },
  'command.jenkinsPlan': {
    en: 'Show how Jenkins differs from what its configuration here says it should hold',
    zh: '显示 Jenkins 与此处配置的差异'
  },
  'command.jenkinsApply': {
    en: 'Make Jenkins hold what its configuration here says: folders, jobs, labels and roles',
    zh: '使 Jenkins 与此处的配置一致：文件夹、任务、标签和角色'
  },
  'command.jenkinsDrift': {
    en: 'Fail where Jenkins differs, and tell health',
    zh: '与配置不同时以失败结束，并告知健康检查'
  },
  'option.jenkinsExport': {
    en: 'Print the folders and jobs for Job DSL or Configuration as Code, without asking Jenkins',
    zh: '打印供 Job DSL 或 Configuration as Code 使用的文件夹和任务，不询问 Jenkins'
  },
  'jenkins.nothing': { en: 'Jenkins is in order.', zh: 'Jenkins 与配置一致。' },
  'jenkins.inOrder': { en: '{url} is in order.', zh: '{url} 与配置一致。' },
  'jenkins.did': { en: '{does}: {kind} {path}', zh: '{does}：{kind} {path}' },
  'jenkins.does.create': { en: 'create', zh: '创建' },
  'jenkins.does.change': { en: 'change', zh: '更改' },
  'jenkins.does.lacking': { en: 'lacking', zh: '缺少' },
  'jenkins.kind.folder': { en: 'folder', zh: '文件夹' },
  'jenkins.kind.job': { en: 'job', zh: '任务' },
  'jenkins.kind.node': { en: 'node', zh: '节点' },
  'jenkins.kind.credentials': { en: 'credentials', zh: '凭据' },
  'jenkins.column.does': { en: 'Step', zh: '步骤' },
  'jenkins.column.kind': { en: 'Kind', zh: '类型' },
  'jenkins.column.path': { en: 'Name', zh: '名称' },
  'jenkins.column.field': { en: 'Field', zh: '字段' },
  'jenkins.column.found': { en: 'Found', zh: '现有' },
  'jenkins.column.wanted': { en: 'Wanted', zh: '应为' },
  'option.jenkinsPass': {
    en: 'A parameter of the Jenkins job',
    zh: 'Jenkins 任务的一个参数'
  },
  'jenkins.queued': { en: '{job} waits in the queue of Jenkins', zh: '{job} 正在 Jenkins 队列中等待' },
  'jenkins.started': { en: 'Jenkins builds {url}', zh: 'Jenkins 正在构建 {url}' },
  'jenkins.away': {
    en: 'Jenkins does not answer ({code}); asking again',
    zh: 'Jenkins 没有应答（{code}）；稍后重试'
  },
  'jenkins.ended': { en: '{url}: {result}', zh: '{url}：{result}' }
})
