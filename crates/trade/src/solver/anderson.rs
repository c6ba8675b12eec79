//! Anderson acceleration of a fixed-point map, type II with a bounded memory (Walker and Ni 2011, SIAM J. Numer. Anal.
//! 49(4), with the normal equations instead of a QR: the memory is short and a small ridge keeps them solvable).

use super::kernels::lane;
use super::layout::{LANES, Lane};

/// The last few differences of residuals and images, and the small system that combines them.
#[derive(Debug, Clone)]
pub(super) struct Anderson {
    lanes: usize,
    memory: usize,
    /// Differences of residuals, `memory` vectors in a ring.
    residual_steps: Vec<Lane>,
    /// Differences of images, likewise.
    image_steps: Vec<Lane>,
    last_residual: Vec<Lane>,
    last_image: Vec<Lane>,
    /// Inner products of the residual differences, `memory` by `memory`.
    gram: Vec<f64>,
    /// Inner products of the residual differences with the last residual.
    products: Vec<f64>,
    /// Room for the factor and the right-hand side.
    factor: Vec<f64>,
    weights: Vec<f64>,
    /// Vectors in the ring, and where the next one goes.
    held: usize,
    next: usize,
    /// Whether `last_residual` and `last_image` are set.
    begun: bool,
}

/// Ridge on the normal equations, relative to each diagonal element.
const RIDGE: f64 = 1e-13;

impl Anderson {
    pub(super) fn new(lanes: usize, memory: usize) -> Self {
        let zeros = |count: usize| vec![[0.0; LANES]; count];
        Self {
            lanes,
            memory,
            residual_steps: zeros(lanes * memory),
            image_steps: zeros(lanes * memory),
            last_residual: zeros(lanes),
            last_image: zeros(lanes),
            gram: vec![0.0; memory * memory],
            products: vec![0.0; memory],
            factor: vec![0.0; memory * memory],
            weights: vec![0.0; memory],
            held: 0,
            next: 0,
            begun: false,
        }
    }

    /// Forgets everything.
    pub(super) fn restart(&mut self) {
        self.held = 0;
        self.next = 0;
        self.begun = false;
    }

    /// Replaces `point` by the next one to try, given the `image` of it under the map.
    pub(super) fn advance(&mut self, point: &mut [Lane], image: &[Lane]) {
        #[cfg(target_arch = "x86_64")]
        if std::arch::is_x86_feature_detected!("avx2") {
            // SAFETY: the processor has the instructions that the function is compiled for.
            #[allow(unsafe_code)]
            unsafe {
                return self.advance_avx2(point, image);
            }
        }
        self.advance_any(point, image);
    }

    #[cfg(target_arch = "x86_64")]
    #[target_feature(enable = "avx2")]
    fn advance_avx2(&mut self, point: &mut [Lane], image: &[Lane]) {
        self.advance_any(point, image);
    }

    #[inline(always)]
    fn advance_any(&mut self, point: &mut [Lane], image: &[Lane]) {
        // from here on `point` holds the residual
        for (p, g) in point.iter_mut().zip(image) {
            *p = lane(|l| g[l] - p[l]);
        }
        if self.begun {
            self.remember(point, image);
        }
        self.begun = true;
        self.last_residual.copy_from_slice(point);
        self.last_image.copy_from_slice(image);
        self.combine();
        point.copy_from_slice(image);
        for (slot, weight) in self.weights[..self.held].iter().enumerate() {
            let step = &self.image_steps[slot * self.lanes..(slot + 1) * self.lanes];
            for (p, s) in point.iter_mut().zip(step) {
                for l in 0..LANES {
                    p[l] -= weight * s[l];
                }
            }
        }
    }

    /// Puts the newest differences into the ring and updates the inner products. Those of the older steps with the
    /// newest follow from their products with the last two residuals, of which one is known already.
    #[inline(always)]
    fn remember(&mut self, residual: &[Lane], image: &[Lane]) {
        let slot = self.next;
        let range = slot * self.lanes..(slot + 1) * self.lanes;
        difference(&mut self.residual_steps[range.clone()], residual, &self.last_residual);
        difference(&mut self.image_steps[range.clone()], image, &self.last_image);
        self.next = (slot + 1) % self.memory;
        self.held = (self.held + 1).min(self.memory);
        for other in (0..self.held).filter(|other| *other != slot) {
            let start = other * self.lanes;
            let product = dot(&self.residual_steps[start..start + self.lanes], residual);
            let with_newest = product - self.products[other];
            self.products[other] = product;
            self.gram[slot * self.memory + other] = with_newest;
            self.gram[other * self.memory + slot] = with_newest;
        }
        let newest = &self.residual_steps[range];
        self.gram[slot * self.memory + slot] = dot(newest, newest);
        self.products[slot] = dot(newest, residual);
    }

    /// The weights that make the combined residual smallest: a Cholesky solve of the normal equations, scaled to a
    /// unit diagonal.
    #[inline(always)]
    fn combine(&mut self) {
        let (held, memory) = (self.held, self.memory);
        self.weights[..held].copy_from_slice(&self.products[..held]);
        let scale = |gram: &[f64], a: usize| gram[a * memory + a].max(f64::MIN_POSITIVE).sqrt().recip();
        for a in 0..held {
            for b in 0..=a {
                let mut value = self.gram[a * memory + b] * scale(&self.gram, a) * scale(&self.gram, b);
                if a == b {
                    value += RIDGE;
                }
                for c in 0..b {
                    value -= self.factor[a * memory + c] * self.factor[b * memory + c];
                }
                self.factor[a * memory + b] =
                    if a == b { value.max(RIDGE).sqrt() } else { value / self.factor[b * memory + b] };
            }
        }
        for a in 0..held {
            let mut value = self.weights[a] * scale(&self.gram, a);
            for c in 0..a {
                value -= self.factor[a * memory + c] * self.weights[c];
            }
            self.weights[a] = value / self.factor[a * memory + a];
        }
        for a in (0..held).rev() {
            let mut value = self.weights[a];
            for c in a + 1..held {
                value -= self.factor[c * memory + a] * self.weights[c];
            }
            self.weights[a] = value / self.factor[a * memory + a];
        }
        for a in 0..held {
            self.weights[a] *= scale(&self.gram, a);
        }
    }
}

#[inline(always)]
fn difference(to: &mut [Lane], a: &[Lane], b: &[Lane]) {
    for ((t, a), b) in to.iter_mut().zip(a).zip(b) {
        *t = lane(|l| a[l] - b[l]);
    }
}

#[inline(always)]
fn dot(a: &[Lane], b: &[Lane]) -> f64 {
    let mut sums = [[0.0; LANES]; 4];
    let (a_head, a_last) = a.as_chunks::<4>();
    let (b_head, b_last) = b.as_chunks::<4>();
    for (a, b) in a_head.iter().zip(b_head) {
        for (sum, (a, b)) in sums.iter_mut().zip(a.iter().zip(b)) {
            for l in 0..LANES {
                sum[l] += a[l] * b[l];
            }
        }
    }
    for (a, b) in a_last.iter().zip(b_last) {
        for l in 0..LANES {
            sums[0][l] += a[l] * b[l];
        }
    }
    let total: Lane = lane(|l| (sums[0][l] + sums[1][l]) + (sums[2][l] + sums[3][l]));
    (total[0] + total[1]) + (total[2] + total[3])
}
