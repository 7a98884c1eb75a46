#include "net/static_files.h"

#include <charconv>

#include "net/ascii.h"

namespace walkie::net {

namespace {

// The quality that Accept-Encoding gives a coding, in thousandths; "*" stands for what is not
// named.
int quality_of(const Request& request, std::string_view coding) {
  int named = -1;
  int others = -1;
  for (std::size_t i = 0; i < request.header_count(); ++i) {
    auto field = request.header_at(i);
    if (!equal_ignoring_case(field.first, "accept-encoding")) continue;
    each_in_list(field.second, ',', [&](std::string_view item) {
      std::size_t semicolon = std::min(item.find(';'), item.size());
      std::string_view name = trim(item.substr(0, semicolon));
      int quality = 1000;
      std::string_view weight = trim(item.substr(std::min(item.size(), semicolon + 1)));
      if (weight.size() >= 3 && lower(weight[0]) == 'q' && weight[1] == '=') {
        quality = weight[2] == '1' ? 1000 : 0;
        int unit = 100;
        for (char c : weight.substr(std::min<std::size_t>(weight.size(), 4))) {
          if (!is_digit(c) || unit == 0 || weight[2] != '0') break;
          quality += (c - '0') * unit;
          unit /= 10;
        }
      }
      if (equal_ignoring_case(name, coding)) named = quality;
      if (name == "*") others = quality;
    });
  }
  return named >= 0 ? named : std::max(others, 0);
}

bool etag_matches(std::string_view list, std::string_view etag) {
  if (trim(list) == "*") return true;
  bool matches = false;
  each_in_list(list, ',', [&](std::string_view item) {
    if (item.starts_with("W/")) item.remove_prefix(2);
    if (item == etag) matches = true;
  });
  return matches;
}

struct Range {
  std::size_t first = 0, last = 0;
};
enum class RangeKind { none, satisfiable, unsatisfiable };

bool parse_number(std::string_view text, std::size_t& value) {
  auto read = std::from_chars(text.data(), text.data() + text.size(), value);
  return !text.empty() && read.ec == std::errc() && read.ptr == text.data() + text.size();
}

// One byte range; several, or a unit other than bytes, are ignored as RFC 9110 14.2 allows.
RangeKind parse_range(std::string_view header, std::size_t size, Range& range) {
  if (header.size() < 6 || !equal_ignoring_case(header.substr(0, 6), "bytes=")) {
    return RangeKind::none;
  }
  std::string_view spec = trim(header.substr(6));
  std::size_t dash = spec.find('-');
  if (dash == std::string_view::npos || spec.find(',') != std::string_view::npos) {
    return RangeKind::none;
  }
  std::string_view from = spec.substr(0, dash);
  std::string_view to = spec.substr(dash + 1);
  std::size_t number = 0;
  if (from.empty()) {  // the last N bytes
    if (!parse_number(to, number)) return RangeKind::none;
    if (number == 0 || size == 0) return RangeKind::unsatisfiable;
    range = {size - std::min(number, size), size - 1};
    return RangeKind::satisfiable;
  }
  if (!parse_number(from, range.first)) return RangeKind::none;
  range.last = size - 1;
  if (!to.empty()) {
    if (!parse_number(to, number) || number < range.first) return RangeKind::none;
    range.last = std::min(range.last, number);
  }
  return range.first < size ? RangeKind::satisfiable : RangeKind::unsatisfiable;
}

struct Variant {
  std::string_view bytes, coding;
  std::string etag;
};

// Each variant has an ETag of its own: a range or a cache must never mix two codings.
Variant choose(const Asset& asset, const Request& request) {
  int brotli = asset.brotli.empty() ? 0 : quality_of(request, "br");
  int gzip = asset.gzip.empty() ? 0 : quality_of(request, "gzip");
  std::string stem(asset.etag.substr(0, asset.etag.size() - 1));
  if (brotli > 0 && brotli >= gzip) return {asset.brotli, "br", stem + "-br\""};
  if (gzip > 0) return {asset.gzip, "gzip", stem + "-gz\""};
  return {asset.identity, "", std::string(asset.etag)};
}

Response respond(const Asset& asset, const Request& request) {
  // A range is of the file as it is; a compressed variant would be other bytes.
  bool ranged = request.has_header("Range") && request.method() == Method::get;
  Variant variant =
      ranged ? Variant{asset.identity, "", std::string(asset.etag)} : choose(asset, request);
  Response response;
  response.set("ETag", variant.etag);
  response.set("Cache-Control",
               asset.immutable ? "public, max-age=31536000, immutable" : "no-cache");
  bool varies = !asset.gzip.empty() || !asset.brotli.empty();
  if (varies) response.set("Vary", "Accept-Encoding");
  // Before the condition: who adds the headers of a page must know that a 304 is of one. A browser
  // keeps the page and takes the policy of the 304.
  response.set("Content-Type", asset.content_type);
  if (request.has_header("If-None-Match")) {
    std::string_view known = request.header("If-None-Match");
    if (etag_matches(known, variant.etag)) {
      response.status = 304;
      return response;
    }
  }
  response.set("Accept-Ranges", "bytes");
  if (!variant.coding.empty()) response.set("Content-Encoding", variant.coding);
  response.fixed = variant.bytes;
  if (!ranged) return response;
  // RFC 9110 13.1.5: If-Range needs a strong match, and a date never is one here.
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
      response = problem_response(416, "range_not_satisfiable", "The file is shorter than that.");
      response.set("Content-Range", "bytes */" + size);
      break;
  }
  return response;
}

}  // namespace

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

std::optional<Response> StaticFiles::find(const Request& request) const {
  auto path = percent_decode(request.path());
  const Asset* asset = path && path->starts_with('/') ? locate(*path) : nullptr;
  if (asset == nullptr) return std::nullopt;
  return respond(*asset, request);
}

std::optional<Response> StaticFiles::answer(const Request& request,
                                            std::string_view asset_path) const {
  auto found = assets_.find(asset_path);
  if (found == assets_.end()) return std::nullopt;
  return respond(*found->second, request);
}

}  // namespace walkie::net
