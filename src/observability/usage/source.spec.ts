import { readFilters } from '../request-logs/filters.js';
import { readGroupBy } from './grouping.js';
import { sourceOf } from './source.js';

describe('the source of an answer', () => {
  it.each([
    ['', '', { kind: 'rollups', detail: 'model' }],
    ['environment=e&provider=p&vendor=v&model=m', 'day,hour,provider,model', { kind: 'rollups', detail: 'model' }],
    ['model=m', 'servedModel', { kind: 'rollups', detail: 'full' }],
    ['status=5xx', 'model', { kind: 'rollups', detail: 'full' }],
    ['model=m&status=5xx&secret=s&tier=flex', 'day,model,client,finishReason', { kind: 'rollups', detail: 'full' }],
    ['tag.team=red&model=m', 'day', { kind: 'tag-rollups', detail: 'model', key: 'team', value: 'red' }],
    ['tag.team=red&client=c', 'day', { kind: 'tag-rollups', detail: 'full', key: 'team', value: 'red' }],
    ['', 'tag.team,model', { kind: 'tag-rollups', detail: 'model', key: 'team', value: null }],
    ['', 'tag.team,config', { kind: 'tag-rollups', detail: 'full', key: 'team', value: null }],
    ['tag.team=red', 'tag.team', { kind: 'tag-rollups', detail: 'model', key: 'team', value: 'red' }],
    ['tag.team=red&tag.user=1', '', { kind: 'rows', because: 'more than one tag' }],
    ['tag.team=red', 'tag.user', { kind: 'rows', because: 'more than one tag' }],
    ['session=s', 'day', { kind: 'rows', because: 'session' }],
    ['outcome=error', 'model', { kind: 'rows', because: 'outcome' }],
    ['model=m', 'minute', { kind: 'rows', because: 'minute' }],
    ['', 'session', { kind: 'rows', because: 'session' }],
    ['minLatencyMs=5&tag.team=red', '', { kind: 'rows', because: 'minLatencyMs' }],
    ['requestId=00000000-0000-4000-8000-000000000001', '', { kind: 'rows', because: 'requestId' }],
  ])('of %s by %s', (query, groupBy, source) => {
    const filters = readFilters(Object.fromEntries(new URLSearchParams(query)), { own: [], servedPaths: [] });
    expect(sourceOf({ filters, groupBy: readGroupBy(groupBy === '' ? {} : { groupBy }) })).toEqual(source);
  });
});
