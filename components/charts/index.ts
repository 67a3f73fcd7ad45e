/**
 * The drawing primitives that lab, book, atlas and cost pages share. Read first: use-cursor.tsx (how pointer and keys choose a place in every
 * chart), then any chart: pure computing in name.ts, React in Name.tsx. d3 computes, React renders.
 */
export { BarList, type BarListProps } from './BarList';
export type { Bar } from './bar-list';
export { colourAt, domainOf, type ScaleKind, type Scheme } from './colour';
export { formatBits, formatBytes, formatCount, formatNumber, formatPercent, formatTabular } from './format';
export { Heatmap, type HeatmapProps } from './Heatmap';
export { Histogram, type HistogramProps } from './Histogram';
export type { HeatmapData } from './heatmap-pixels';
export type { Cell } from './keys';
export { Legend } from './Legend';
export { LineChart, type LineChartProps } from './LineChart';
export type { Series } from './line-chart';
export { Scatter, type ScatterProps } from './Scatter';
export { Sparkline, type SparklineProps } from './Sparkline';
export type { Point } from './scatter';
export { TensorThumb, type TensorThumbProps } from './TensorThumb';
export { TokenMatrix, type TokenMatrixProps } from './TokenMatrix';
export { type Stripe, TokenStrip, type TokenStripProps } from './TokenStrip';
export { barTable, binTable, matrixTable, pointTable, seriesTable } from './tables';
export { kindOf, tokenPicture } from './tensor-picture';
export { quoteToken, tokenLabel, tokenName } from './token-text';
export { useScheme } from './use-scheme';
