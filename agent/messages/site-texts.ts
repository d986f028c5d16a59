import { defineTexts } from './define-texts.js'

/** Sites, their checks and runbooks, and what is run on servers. */
export const siteTexts = defineTexts({
  'command.sitePlan': {
    en: 'Show what the sites of a project run, and the ports and namespaces that they claim',
    zh: '显示项目各站点运行的内容及其占用的端口和命名空间'
  },
  'command.siteRender': {
    en: 'Write the compose file or systemd units, inventory and namespaces of a site',
    zh: '写出站点的 compose 文件或 systemd 单元、清单和命名空间'
  },
  'command.siteCheck': {
    en: 'Find collisions between sites, and ask every service of the running ones',
    zh: '查找站点之间的冲突，并询问运行中站点的每项服务'
  },
  'command.siteRunbook': {
    en: 'Write the steps of a site for people who have no packline, as Markdown',
    zh: '为没有 packline 的人写出站点的操作步骤（Markdown）'
  },
  'option.siteOutput': { en: 'The folder to write into', zh: '写入的目录' },
  'option.sitePlanned': {
    en: 'Before the first start: the ports must be free, and nothing is asked',
    zh: '首次启动之前：端口必须空闲，不询问服务'
  },
  'option.siteWith': {
    en: 'Another project whose sites share machines or databases',
    zh: '共用机器或数据库的另一个项目'
  },
  'option.siteLanguage': { en: 'The language of the readers', zh: '读者的语言' },
  'command.inventory': {
    en: 'The servers of a project as a dynamic inventory of Ansible',
    zh: '以 Ansible 动态清单的形式给出项目的服务器'
  },
  'option.inventoryList': {
    en: 'All groups and hosts: targets, environments and services',
    zh: '所有组和主机：目标、环境和服务'
  },
  'option.inventoryHost': { en: 'What is known of one host', zh: '某台主机的信息' },
  'command.targetRun': {
    en: "Run a command on a target's servers by Ansible, service by service, until one fails",
    zh: '通过 Ansible 在目标的服务器上逐项服务运行命令，遇到失败即停止'
  },
  'option.serversService': {
    en: 'Only this service; several in the order in which they are named',
    zh: '只处理这项服务；可指定多项，按所给顺序'
  },
  'option.serversStrategy': {
    en: 'serial: one host after the other; canary: one first, then the others of the service at once',
    zh: 'serial：逐台主机；canary：先一台，再同时处理该服务的其余主机'
  },
  'option.serversInventory': {
    en: 'Another inventory of Ansible, with variables of hosts and groups',
    zh: '另一个 Ansible 清单，含主机和组的变量'
  },
  'option.serversTimeout': { en: 'Longest time for one step', zh: '单步的最长时间' },
  'servers.done': {
    en: '{target}: done on {count} {count#server|servers}.',
    zh: '{target}：已在 {count} 台服务器上完成。'
  },
  'site.none': { en: 'The project has no sites.', zh: '项目没有站点。' },
  'site.column.site': { en: 'Site', zh: '站点' },
  'site.column.machine': { en: 'Machine', zh: '机器' },
  'site.column.service': { en: 'Service', zh: '服务' },
  'site.column.runs': { en: 'Runs', zh: '运行' },
  'site.column.ports': { en: 'Ports', zh: '端口' },
  'site.column.namespace': { en: 'Namespace', zh: '命名空间' },
  'site.rendered': {
    en: '{site}: {count} {count#file is|files are} in {folder}.',
    zh: '{site}：{count} 个文件位于 {folder}。'
  },
  'site.good': { en: 'Nothing stands against {sites}.', zh: '{sites} 没有问题。' },
  'site.elsewhere': {
    en: '{site}: this is not {machine}; what listens there was not looked at.',
    zh: '{site}：本机不是 {machine}；未查看那里的监听端口。'
  },
  'site.kind.name': { en: 'name', zh: '名称' },
  'site.kind.environment': { en: 'environment', zh: '环境' },
  'site.kind.port': { en: 'port', zh: '端口' },
  'site.kind.address': { en: 'address', zh: '地址' },
  'site.kind.namespace': { en: 'namespace', zh: '命名空间' },
  'site.collision': {
    en: 'the {kind} {subject} is that of {other} too',
    zh: '{kind} {subject} 已由 {other} 占用'
  },
  'site.taken': { en: '{process} listens on port {port} already', zh: '端口 {port} 已被 {process} 监听' },
  'site.somebody': { en: 'something', zh: '某个进程' },
  'site.idle': { en: 'nothing listens on port {port}', zh: '端口 {port} 无人监听' },
  'site.noAnswer': {
    en: '{address} does not answer as it should: {reason}',
    zh: '{address} 的应答不符合预期：{reason}'
  },
  'site.noDatabase': {
    en: 'the database {database} cannot be reached: {reason}',
    zh: '无法连接数据库 {database}：{reason}'
  },
  'runbook.title': { en: '{project}: the site {site}', zh: '{project}：站点 {site}' },
  'runbook.about': {
    en: 'All services of the environment {environment} run on the machine {machine}: {services}. Work ' +
      'there as root, in a folder that holds the rendered files as `current`.',
    zh: '环境 {environment} 的全部服务都运行在机器 {machine} 上：{services}。请以 root 身份在该机器上操作，' +
      '所在目录中的 `current` 存放渲染好的文件。'
  },
  'runbook.before': { en: 'Before the start', zh: '启动之前' },
  'runbook.secret': {
    en: 'The secret {secret} of {service} is in the file `{file}`, readable by root alone.',
    zh: '{service} 的机密 {secret} 位于文件 `{file}`，仅 root 可读。'
  },
  'runbook.database': {
    en: 'The database {database} can be reached. Other sites use it too: never empty it.',
    zh: '可以连接数据库 {database}。其他站点也使用它：切勿清空。'
  },
  'runbook.namespace': {
    en:
      '{service} has the namespace {namespace} there, see `current/namespaces.json`; create it if it is new.',
    zh: '{service} 在其中使用命名空间 {namespace}，见 `current/namespaces.json`；若为新站点请先创建。'
  },
  'runbook.borrowed': {
    en: '{service} is that of the environment {from}, at {addresses}; it is not started here.',
    zh: '{service} 使用环境 {from} 的服务，位于 {addresses}；不在此处启动。'
  },
  'runbook.ports': {
    en: 'Nothing else listens on the ports {ports}: `ss -ltnp` shows what does.',
    zh: '端口 {ports} 未被其他程序监听：`ss -ltnp` 可查看。'
  },
  'runbook.install': {
    en: 'Keep the former files and take the new ones:',
    zh: '保留之前的文件并使用新文件：'
  },
  'runbook.start': { en: 'Start, in this order', zh: '按此顺序启动' },
  'runbook.startOne': {
    en: '{service}: start it, and look before going on:',
    zh: '{service}：启动后先检查，再继续：'
  },
  'runbook.http': { en: 'The answer has the status {status}{holds}.', zh: '应答的状态为 {status}{holds}。' },
  'runbook.tcp': { en: '{address} takes connections{holds}.', zh: '{address} 可以连接{holds}。' },
  'runbook.sends': {
    en: '{address} is sent {text} and answers{holds}.',
    zh: '向 {address} 发送 {text} 后有应答{holds}。'
  },
  'runbook.holds': { en: ', and holds {text}', zh: '，且包含 {text}' },
  'runbook.back': { en: 'Roll back', zh: '回退' },
  'runbook.stop': { en: 'Stop everything:', zh: '全部停止：' },
  'runbook.former': { en: 'Put the former files back:', zh: '恢复之前的文件：' },
  'runbook.again': {
    en: 'Start again in the order above, and check each service.',
    zh: '按上述顺序重新启动，并检查每项服务。'
  },
  'runbook.contacts': { en: 'Whom to call', zh: '联系人' },
  'runbook.nobody': { en: 'Nobody is named.', zh: '未指定。' }
})
