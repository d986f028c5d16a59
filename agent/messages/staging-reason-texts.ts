import { defineTexts } from './define-texts.js'

/** Reasons that staging on Kubernetes gives. */
export const stagingReasonTexts = defineTexts({
  'staging.work.list': { en: 'list the environments', zh: '列出环境' },
  'staging.work.read': { en: 'read the namespace', zh: '读取命名空间' },
  'staging.work.create': { en: 'create the namespace', zh: '创建命名空间' },
  'staging.work.remove': { en: 'remove the namespace', zh: '删除命名空间' },
  'staging.work.write': { en: 'write to the namespace', zh: '写入命名空间' },
  'staging.work.time': { en: 'ask for the time', zh: '询问时间' },
  'staging.work.own': { en: 'write quota and secrets', zh: '写入配额和机密' },
  'staging.work.compare': { en: 'compare', zh: '比较' },
  'staging.work.apply': { en: 'apply', zh: '应用' },
  'staging.work.watch': { en: 'watch the rollout', zh: '观察发布进度' },
  'staging.work.events': { en: 'read the events', zh: '读取事件' },
  'staging.work.ask': { en: 'ask a service', zh: '询问服务' },
  'staging.outside': { en: '{folder} leads out of the project', zh: '{folder} 指向项目之外' },
  'staging.tooManyFolders': { en: 'it takes in more than {most} folders', zh: '引用的目录超过 {most} 个' },
  'staging.remote': {
    en: '"{entry}" lies elsewhere, and kustomize would fetch it',
    zh: '"{entry}" 位于别处，kustomize 会去获取'
  },
  'staging.missing': { en: '"{entry}" is not there', zh: '"{entry}" 不存在' },
  'staging.noKustomization': { en: 'there is no kustomization', zh: '没有 kustomization' },
  'staging.chartTooLarge': { en: 'more than {most} files and folders', zh: '文件和目录超过 {most} 个' },
  'staging.linkCircle': { en: 'the link "{entry}" leads back to itself', zh: '链接 "{entry}" 指回自身' },
  'staging.noObjects': { en: 'the chart makes no object', zh: '该 chart 未生成任何对象' },
  'staging.upgradeHook': {
    en: 'Helm runs it at upgrades only, which nothing tells from an installation here',
    zh: 'Helm 只在升级时运行它，而这里无法区分升级与安装'
  },
  'staging.tooMany': { en: '{count} objects, {most} at most', zh: '有 {count} 个对象，最多 {most} 个' },
  'staging.noName': { en: 'it has no name', zh: '没有名称' },
  'staging.twice': { en: 'it is there twice', zh: '出现了两次' },
  'staging.ownNamespace': { en: 'packline makes the namespace itself', zh: '命名空间由 packline 创建' },
  'staging.kind': { en: '{kind} is no kind that is allowed', zh: '不允许 {kind} 这种对象' },
  'staging.elsewhere': { en: 'it is not in the namespace {namespace}', zh: '它不在命名空间 {namespace} 中' },
  'staging.finalizers': {
    en: 'finalizers would keep the namespace from ending',
    zh: 'finalizers 会使命名空间无法删除'
  },
  'staging.secretData': {
    en: 'a secret with data stands in no text; its files belong to the configuration of the agent',
    zh: '带数据的机密不能写在文本中；其文件应在代理的配置中指定'
  },
  'staging.secretVariable': {
    en: 'the variable {variable} holds a secret by its name; take it from a Secret by reference',
    zh: '变量 {variable} 从名称看是机密；请通过引用取自 Secret'
  },
  'staging.namespaceEnds': { en: 'the namespace {namespace} is ending', zh: '命名空间 {namespace} 正在结束' },
  'staging.contended': { en: '{namespace} changes all the time', zh: '{namespace} 一直在变化' },
  'staging.notRemoved': {
    en: '{namespace} could not be removed: {reason}',
    zh: '无法删除 {namespace}：{reason}'
  },
  'staging.leftOver': {
    en: '{namespace} has been ending since {since}',
    zh: '{namespace} 自 {since} 起一直在删除，仍未消失'
  },
  'staging.odd': {
    en: '{namespace} has the label of packline but was not made by it',
    zh: '{namespace} 带有 packline 的标签，但不是由它创建的'
  },
  'staging.noObject': { en: 'the cluster does not have it', zh: '集群中没有它' },
  'staging.unseen': { en: 'the cluster has not looked at it yet', zh: '集群尚未处理它' },
  'staging.ready': {
    en: '{ready} of {replicas} pods are ready',
    zh: '{replicas} 个 pod 中有 {ready} 个就绪'
  },
  'staging.oldPods': { en: '{count} pods of before still run', zh: '仍有 {count} 个旧 pod 在运行' },
  'staging.jobRuns': { en: 'the job has not ended', zh: '任务尚未结束' },
  'staging.jobFailed': { en: 'the job failed: {reason}', zh: '任务失败：{reason}' },
  'staging.unscheduled': {
    en: 'no machine takes the pod {pod}: {reason}',
    zh: '没有机器接收 pod {pod}：{reason}'
  },
  'staging.image': { en: '{pod} cannot pull {image}: {reason}', zh: '{pod} 无法拉取 {image}：{reason}' },
  'staging.container': {
    en: '{container} in {pod} does not start: {reason}',
    zh: '{pod} 中的 {container} 无法启动：{reason}'
  },
  'staging.crashes': {
    en: '{container} in {pod} ended with {code} ({why}) and was started {restarts} more times',
    zh: '{pod} 中的 {container} 以 {code} 结束（{why}），并已重启 {restarts} 次'
  },
  'staging.noPort': { en: 'there is no service {service} with a port', zh: '没有带端口的服务 {service}' }
})
