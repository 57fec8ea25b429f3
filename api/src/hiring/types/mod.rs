//! What the slice shows.

mod figure;
mod hire;
mod statistics;

pub use figure::{FigureCheck, FigureStatus, PublishedFigure};
pub use hire::{Confidence, Hire, HireSource};
pub use statistics::{
    CompanyCount, CompanyGrouping, HiringMatrixRow, HiringStatistics, PlaceCount, SizeCount, SpecialtyCount,
    YearCount, YearGrowth,
};
