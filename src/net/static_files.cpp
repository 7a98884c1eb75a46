#include "net/static_files.h"

#include "base/ascii.h"
#include "base/decimal.h"
#include "net/accept.h"
#include "net/preconditions.h"

namespace walkie::net {

namespace {

struct Range {
  std::size_t first = 0, last = 0;
};
enum class RangeKind { none, satisfiable, unsatisfiable };

// One byte range; several, or a unit other than bytes, are ignored as RFC 9110 14.2 allows.
RangeKind parse_range(std::string_view header, std::size_t size, Range& range) {
  constexpr std::string_view unit = "bytes=";
  if (!starts_with_ignoring_case(header, unit)) return RangeKind::none;
  std::string_view spec = trim(header.substr(unit.size()));
  std::size_t dash = spec.find('-');
  if (dash == std::string_view::npos || spec.find(',') != std::string_view::npos) {
    return RangeKind::none;
  }
  std::string_view from = spec.substr(0, dash);
  std::string_view to = spec.substr(dash + 1);
  const auto last = decimal_from<std::size_t>(to);
  if (from.empty()) {  // the last N bytes
    if (!last) return RangeKind::none;
    if (*last == 0 || size == 0) return RangeKind::unsatisfiable;
    range = {size - std::min(*last, size), size - 1};
    return RangeKind::satisfiable;
  }
  const auto first = decimal_from<std::size_t>(from);
  if (!first || (!to.empty() && !last)) return RangeKind::none;
  if (last && *last < *first) return RangeKind::none;
  range = {*first, std::min(size - 1, last.value_or(size - 1))};
  return range.first < size ? RangeKind::satisfiable : RangeKind::unsatisfiable;
}

struct Variant {
  std::string_view bytes, coding;
  std::string etag;
};

// Each content coding has its own ETag: a range or a cache must not mix two codings.
Variant choose(const Asset& asset, const Request& request) {
  int brotli = asset.brotli.empty() ? 0 : coding_quality(request, "br");
  int gzip = asset.gzip.empty() ? 0 : coding_quality(request, "gzip");
  std::string stem(asset.etag.substr(0, asset.etag.size() - 1));
  if (brotli > 0 && brotli >= gzip) return {asset.brotli, "br", stem + "-br\""};
  if (gzip > 0) return {asset.gzip, "gzip", stem + "-gz\""};
  return {asset.identity, "", std::string(asset.etag)};
}

}  // namespace

Response asset_response(const Asset& asset, const Request& request) {
  // A range counts the bytes of the uncompressed file.
  bool ranged = request.has_header("Range") && request.method() == Method::get;
  Variant variant =
      ranged ? Variant{asset.identity, "", std::string(asset.etag)} : choose(asset, request);
  Response response;
  response.set("ETag", variant.etag);
  response.set("Cache-Control",
               asset.immutable ? "public, max-age=31536000, immutable" : "no-cache");
  bool varies = !asset.gzip.empty() || !asset.brotli.empty();
  if (varies) response.set("Vary", "Accept-Encoding");
  // Set before the condition is checked: headers for pages must be added to a 304 too. A browser
  // keeps the page and takes the policy of the 304.
  response.set("Content-Type", asset.content_type);
  switch (check_preconditions(request, variant.etag)) {
    case Precondition::holds:
      break;
    case Precondition::not_modified:
      response.status = 304;
      return response;
    case Precondition::failed:
      return precondition_failed();
  }
  response.set("Accept-Ranges", "bytes");
  if (!variant.coding.empty()) response.set("Content-Encoding", variant.coding);
  response.fixed = variant.bytes;
  if (!ranged) return response;
  // RFC 9110 13.1.5: If-Range needs a strong match; a date is none.
  if (request.has_header("If-Range") && request.header("If-Range") != variant.etag) return response;
  Range range;
  std::string size = std::to_string(variant.bytes.size());
  switch (parse_range(request.header("Range"), variant.bytes.size(), range)) {
    case RangeKind::none:
      break;
    case RangeKind::satisfiable:
      response.status = 206;
      response.set("Content-Range", "bytes " + std::to_string(range.first) + "-" +
                                        std::to_string(range.last) + "/" + size);
      response.fixed = variant.bytes.substr(range.first, range.last - range.first + 1);
      break;
    case RangeKind::unsatisfiable:
      response = problem_response(
          416, "range_not_satisfiable",
          "The range begins after the end of the file. Content-Range has its size.");
      response.set("Content-Range", "bytes */" + size);
      break;
  }
  return response;
}

StaticFiles::StaticFiles(std::span<const Asset> assets) {
  for (const Asset& asset : assets)
    assets_.emplace(asset.path, &asset);
}

void StaticFiles::alias(std::string path, std::string asset_path) {
  aliases_.emplace_back(std::move(path), std::move(asset_path));
}

const Asset* StaticFiles::locate(std::string_view path) const {
  auto found = assets_.find(path.substr(std::min<std::size_t>(path.size(), 1)));
  if (found != assets_.end()) return found->second;
  for (const auto& [pattern, asset_path] : aliases_) {
    std::string_view stem = pattern;
    bool below = stem.ends_with("/*");
    if (below) stem.remove_suffix(2);
    bool matches = path == stem || (below && path.starts_with(stem) && path[stem.size()] == '/');
    if (!matches) continue;
    auto target = assets_.find(std::string_view(asset_path));
    if (target != assets_.end()) return target->second;
  }
  return nullptr;
}

bool StaticFiles::has(std::string_view path) const {
  return path.starts_with('/') && locate(path) != nullptr;
}

std::optional<Response> StaticFiles::find(const Request& request) const {
  auto path = percent_decode(request.path());
  const Asset* asset = path && path->starts_with('/') ? locate(*path) : nullptr;
  if (asset == nullptr) return std::nullopt;
  return asset_response(*asset, request);
}

std::optional<Response> StaticFiles::answer(const Request& request,
                                            std::string_view asset_path) const {
  auto found = assets_.find(asset_path);
  if (found == assets_.end()) return std::nullopt;
  return asset_response(*found->second, request);
}

}  // namespace walkie::net
