//! Rounding to the cent.

/// The quotient of two whole numbers, rounded to the nearest; a half goes to the even neighbour, as in Enssat's table,
/// where 45 % of 953.30, which is 428.985, is printed as 428.98.
///
/// The divisor must be positive; the answer to another is nought.
#[must_use]
pub fn divide_half_even(dividend: i128, divisor: i128) -> i128 {
    if divisor <= 0 {
        return 0;
    }
    let (floor, rest) = (dividend.div_euclid(divisor), dividend.rem_euclid(divisor));
    let up = match rest.cmp(&(divisor - rest)) {
        std::cmp::Ordering::Less => false,
        std::cmp::Ordering::Equal => floor.rem_euclid(2) == 1,
        std::cmp::Ordering::Greater => true,
    };
    floor + i128::from(up)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::{prop_assert, proptest};

    #[test]
    fn a_half_goes_to_the_even_neighbour() {
        let cases =
            [(5, 10, 0), (15, 10, 2), (25, 10, 2), (26, 10, 3), (-5, 10, 0), (-15, 10, -2), (-14, 10, -1)];
        for (dividend, divisor, rounded) in cases {
            assert_eq!(divide_half_even(dividend, divisor), rounded, "{dividend} / {divisor}");
        }
        assert_eq!(divide_half_even(7, 0), 0);
    }

    proptest! {
        #[test]
        fn it_is_the_nearest(dividend in -1_000_000_000_i128..1_000_000_000, divisor in 1_i128..10_000) {
            let rounded = divide_half_even(dividend, divisor);
            let off = (dividend - rounded * divisor).abs() * 2;
            prop_assert!(off < divisor || (off == divisor && rounded % 2 == 0));
        }
    }
}
