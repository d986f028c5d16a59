import { defineTexts } from './define-texts.js'

/** Backups of services and the drills that prove them. */
export const backupTexts = defineTexts({
  'command.backupRun': {
    en: 'Back up the services of this machine, or those that are named',
    zh: '备份本机的服务，或所指定的服务'
  },
  'command.backupList': {
    en: 'Show the backups with their ages and drills, or all of one',
    zh: '显示各备份及其时间与演练，或某一项的全部备份'
  },
  'command.backupVerify': {
    en: 'Read a share of the repository back and check it',
    zh: '回读并检查仓库的一部分数据'
  },
  'command.backupDrill': {
    en: 'Restore the last backups into a scratch folder, start the services there and ask them',
    zh: '将最近的备份恢复到临时目录，在其中启动服务并查询'
  },
  'command.backupRestore': {
    en: 'Restore a backup into a folder',
    zh: '将备份恢复到目录'
  },
  'option.backupPercent': { en: 'How much of the data is read, in percent', zh: '读取数据的百分比' },
  'option.backupTo': { en: 'The folder to restore into', zh: '恢复到的目录' },
  'option.backupSnapshot': {
    en: 'Another backup than the last one, by its id',
    zh: '指定备份编号，而非最近一次'
  },
  'option.backupForce': {
    en: 'Also where something is; that is kept beside the folder',
    zh: '目录非空也恢复；原有内容保留在旁边'
  },
  'backup.made': {
    en: '{name}: backed up as {snapshot}, {size}, {added} of it new.',
    zh: '{name}：已备份为 {snapshot}，{size}，其中新增 {added}。'
  },
  'backup.proven': {
    en: '{name}: the backup {snapshot} from {at} is proven: {facts}.',
    zh: '{name}：{at} 的备份 {snapshot} 已验证：{facts}。'
  },
  'backup.restored': {
    en: '{name}: {snapshot} is in {folder}.',
    zh: '{name}：{snapshot} 已恢复到 {folder}。'
  },
  'backup.before': { en: 'What was there is in {folder}.', zh: '原有内容位于 {folder}。' },
  'backup.verified': {
    en: 'The repository is whole; {percent} % of its data was read.',
    zh: '仓库完好；已读取 {percent} % 的数据。'
  },
  'backup.column.name': { en: 'Backup', zh: '备份' },
  'backup.column.kind': { en: 'Kind', zh: '类型' },
  'backup.column.last': { en: 'Last backup', zh: '最近备份' },
  'backup.column.drill': { en: 'Last drill', zh: '最近演练' },
  'backup.column.size': { en: 'Size', zh: '大小' },
  'backup.column.failed': { en: 'Failed since', zh: '此后失败' },
  'backup.column.id': { en: 'Id', zh: '编号' },
  'backup.column.at': { en: 'Made', zh: '时间' },
  'backup.column.host': { en: 'Machine', zh: '机器' },
  'backup.never': { en: 'never', zh: '从未' }
})
